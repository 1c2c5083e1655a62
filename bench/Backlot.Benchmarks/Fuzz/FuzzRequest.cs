using System.Text;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Who sends a request.</summary>
internal enum Sender
{
    Owner,
    Other,

    /// <summary>A browser, by the cookie of a session that the run began.</summary>
    Browser,
    Nobody,

    /// <summary>With a token that is none.</summary>
    Impostor,
}

/// <summary>One request, and what has to come of it.</summary>
/// <param name="Number">Its place in the run, from 1.</param>
/// <param name="Operation">The operationId it is meant for; another word when it is meant for none.</param>
/// <param name="Path">With the query; escaped.</param>
/// <param name="Body">Null for none.</param>
internal sealed record FuzzRequest(int Number, string Operation, string Method, string Path, byte[]? Body)
{
    public Sender Sender { get; init; } = Sender.Owner;
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Of a browser.</summary>
    public string? Cookie { get; init; }

    /// <summary>Null for none.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>How it was spoilt; null when it was not.</summary>
    public string? Spoilt { get; init; }

    /// <summary>Why no success may be answered; null when one may.</summary>
    public string? WrongBecause { get; init; }

    /// <summary>Whether an id in the address is the other user's.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Whether only somebody who is signed in may be answered anything but 401.</summary>
    public bool NeedsSignIn { get; init; }

    /// <summary>Something to paste into a shell, more or less: without the credential, and long bodies cut.</summary>
    public string AsCommand()
    {
        var command = new StringBuilder($"curl -X {Method} '{Path}'");
        foreach (var (name, value) in Headers)
            command.Append($" -H '{name}: {Cut(value)}'");
        if (Body is not null)
            command.Append($" -H 'Content-Type: {ContentType}' -d '{Cut(Encoding.UTF8.GetString(Body))}'");
        return $"{command}   # as {Sender.ToString().ToLowerInvariant()}{(Spoilt is null ? "" : ", " + Spoilt)}";
    }

    private static string Cut(string text) =>
        string.Concat((text.Length > 400 ? $"{text[..400]}… ({text.Length} characters)" : text).Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
