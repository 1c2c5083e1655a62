namespace Backlot.Platform;

/// <summary>The caller asked for something it can put right. Becomes a problem document (RFC 9457).</summary>
/// <param name="status">HTTP status, 400..599.</param>
/// <param name="code">Stable, part of the API; lower case, words parted by dots or hyphens.</param>
/// <param name="message">One sentence that says what is wrong and what to do; safe to show.</param>
/// <param name="errors">The fields at fault, each with a JSON Pointer into the request's body.</param>
public class Refusal(int status, string code, string message, IReadOnlyList<FieldError>? errors = null)
    : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public IReadOnlyList<FieldError> Errors { get; } = errors ?? [];

    /// <summary>When the same request may do better; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Not there, or another user's: the two must answer alike.</summary>
    public static Refusal NotFound() => new(404, "not-found", "There is nothing here.");

    /// <summary>A body that can be read but asks for something wrong.</summary>
    public static Refusal Invalid(params IReadOnlyList<FieldError> errors) =>
        new(422, "invalid", string.Join(" ", errors.Select(e => e.Message)), errors);
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) to the field, for instance <c>/targetDurationMinutes</c>.</param>
/// <param name="Message">One sentence that names the field.</param>
public sealed record FieldError(string Pointer, string Message);
