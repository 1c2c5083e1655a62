using System.Text.Json;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Google's errors, and what its codes mean inside of an answer.</summary>
internal static class GoogleFaults
{
    private static readonly string[] BadContent = ["responsible ai", "safety", "violat", "usage guidelines", "blocked"];

    public static FailureClass? Classify(int status, JsonElement answer)
    {
        var (state, message) = (answer.TextAt("error", "status"), answer.TextAt("error", "message") ?? "");
        return status switch
        {
            < 400 => null,
            404 when message.Contains("no longer available", StringComparison.OrdinalIgnoreCase) => FailureClass.Retired,
            400 when state == "FAILED_PRECONDITION" => FailureClass.Quota,          // billing is not set up
            400 when IsContent(message) => FailureClass.Moderation,
            _ => null,
        };
    }

    /// <param name="code">Of gRPC, as an operation that failed has it.</param>
    public static FailureClass OfCode(double? code, string? message) => code switch
    {
        _ when IsContent(message ?? "") => FailureClass.Moderation,
        3 or 9 or 11 => FailureClass.Invalid,
        5 => FailureClass.Lost,
        7 or 16 => FailureClass.Auth,
        8 => FailureClass.Quota,
        _ => FailureClass.Transient,
    };

    private static bool IsContent(string message) => BadContent.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
