using System.Text.Json;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Kling's errors: a code in the body, also under 200, tells more than the status; one that speaks of money comes as 429.</summary>
internal static class KlingFaults
{
    /// <summary>Words of a task that failed for what it was to show, as far as they are known.</summary>
    private static readonly string[] BadContent = ["risk control", "content security", "sensitive", "policy", "violat"];

    public static FailureClass? Classify(int status, JsonElement answer) => answer.NumberAt("code") switch
    {
        null or 0 => null,
        // A token that has run out, or is of a clock that runs ahead, is made anew with the next call.
        1003 or 1004 => FailureClass.Transient,
        >= 1000 and <= 1002 or 1103 or 1304 => FailureClass.Auth,
        >= 1100 and <= 1102 => FailureClass.Quota,
        1300 or 1301 => FailureClass.Moderation,
        1302 or 1303 => FailureClass.Rate,
        5002 => FailureClass.Unknown,
        >= 5000 => FailureClass.Transient,
        _ => FailureClass.Invalid,
    };

    public static FailureClass OfMessage(string? message) => message is not null && BadContent.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase))
        ? FailureClass.Moderation
        : FailureClass.Transient;
}
