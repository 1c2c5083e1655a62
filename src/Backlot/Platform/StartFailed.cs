namespace Backlot.Platform;

/// <summary>Backlot cannot start or a command cannot go on; <see cref="Exception.Message"/> is one sentence that says
/// what to do. The command line prints it alone, without a stack trace, and exits with 1.</summary>
public sealed class StartFailed(string sentence, Exception? cause = null) : Exception(sentence, cause);
