"""Seeds and difficulty of everything that is synthetic. Frozen before the training: no number here was chosen by a score.

Sizes and shares are Furrow's choice unless a source is named. A pair is a uniform range; LOG_ pairs are uniform in the
logarithm. Lengths in millimetres or in texels of the 256² UV square, as each name says.
"""

# People of the training, of the average person, and those held out for the report never share a seed.
TRAINING_SEED = 1_000_003
AVERAGE_SEED = 2_000_003
REPORT_SEED = 3_000_017

# --- folds -----------------------------------------------------------------------------------------------------------
FRAMES_PER_PERSON = 16
SMOOTH_PEOPLE = 0.12  # share of people whose folds are a tenth as deep
DECOUPLED_FRAMES = 0.4  # share of training frames whose folds follow no expression: they must be seen, not guessed
HAIRY_FRAMES = 0.35  # share of training frames whose hair keeps its weight: where it looks like folds, or removal fails
MARKED_FRAMES = 0.12  # share of training frames without any relief, but with the strongest marks on the skin
SHOULDER = (0.15, 0.55)  # height of a fold's raised sides, share of its depth
NARROWEST_TEXELS = 2.0  # full width at half depth that the UV square still holds

# --- light and camera ------------------------------------------------------------------------------------------------
YAW_DEGREES, PITCH_DEGREES = 18.0, 11.0  # standard deviations of the head's rotation
CAMERA_METRES = (0.35, 0.9)
LOG_PICTURE_PIXELS_PER_TEXEL = (0.75, 3.0)  # a face 120 to 500 pixels wide
SIMULATED_PIXELS_PER_TEXEL = 1.6  # sharper pictures are simulated at this: the UV square holds no more
LOG_EXPOSURE = (0.05, 0.75)  # linear brightness of the skin's 60th percentile
OCCLUSION_PER_MILLIMETRE = (0.1, 0.6)  # darkening in a valley, logarithm
LOG_NOISE = (0.0015, 0.015)  # standard deviation in the coded picture
BLUR_PIXELS = (0.35, 1.0)  # lens, mosaic and scaling
DEFOCUS_SHARE, DEFOCUS_PIXELS = 0.15, (0.8, 1.8)
MOTION_SHARE, MOTION_PIXELS = 0.12, (2, 6)
SHARPENED_SHARE, BEAUTIFIED_SHARE, COMPRESSED_SHARE = 0.4, 0.25, 0.8
LOG_WARP_TEXELS = (0.15, 1.1)  # standard deviation of the landmarks' error
FRINGE_SHARE, GLASSES_SHARE, BEARD_SHARE, FRECKLE_SHARE, MAKE_UP_SHARE = 0.1, 0.15, 0.25, 0.25, 0.3
COVERED_SHARE = 0.12  # frames with a hand, a hair or the picture's edge over a part of the face

# --- what a tracker makes of an expression ---------------------------------------------------------------------------
TRACKER_GAIN = 0.2  # standard deviation of the logarithm of each expression's gain, fixed for a person
TRACKER_NOISE = 0.06  # standard deviation added to each expression that is at work
TRACKER_CROSSTALK = 0.08  # of each expression into each of two others

# --- report ----------------------------------------------------------------------------------------------------------
REPORT_PEOPLE, REPORT_FRAMES_PER_PERSON = 40, 6
ENROLMENT_FRAMES = (24, 36)
VISIBLE_MILLIMETRES = 0.05  # standard deviation of the displacement in wrinkle regions of a frame with visible wrinkles
IN_REGION = 0.25  # a texel belongs to a wrinkle region whose mask is above this
SEEN_WEIGHT = 0.5  # a texel of an observation counts where its weight is at least this
