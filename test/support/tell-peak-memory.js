/* Loaded before a command (`node --import`): its last line on stderr tells the most memory it had, in bytes. */
process.on('exit', () => {
  // maxRSS is in kibibytes on every platform.
  process.stderr.write(`\npeak ${process.resourceUsage().maxRSS * 1024}\n`);
});
