// Preloaded into a script that set-up started as a child: when set-up is gone, even by SIGKILL, its end of the channel
// closes, and the script is told to end as by `kill`.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
// The channel alone must not keep a finished script running.
process.channel?.unref();
