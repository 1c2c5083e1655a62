using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backlot.Tests.Generation.Answers;

/// <summary>What a provider was sent.</summary>
/// <param name="Head">Request line and headers.</param>
internal sealed partial record AskedRequest(string Head, byte[] Body)
{
    /// <summary>Method and path.</summary>
    public string Line => Head[..Head.IndexOf(" HTTP/", StringComparison.Ordinal)];

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>Null without it.</summary>
    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

    /// <summary>The parts of a multipart form, by name; bytes as Latin 1.</summary>
    public IReadOnlyDictionary<string, string> Form =>
        Part().Matches(Encoding.Latin1.GetString(Body)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["content"].Value);

    [GeneratedRegex("Content-Disposition: form-data; name=\"?(?<name>[^\";\r]+)\"?[^\r]*\r\n\r\n(?<content>.*?)\r\n--", RegexOptions.Singleline)]
    private static partial Regex Part();
}
