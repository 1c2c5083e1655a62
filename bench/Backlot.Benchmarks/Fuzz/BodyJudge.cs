using System.Text;
using System.Text.Json;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Whether a body is one that the document allows: what is not, no server may take.</summary>
internal sealed class BodyJudge(JsonSchema schemas)
{
    private const int DeepestNesting = 32;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = DeepestNesting };

    /// <returns>Null when it is.</returns>
    public string? FaultOf(JsonElement schema, byte[] body)
    {
        try
        {
            // The reader passes over bad bytes inside of strings.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body);
            // A byte order mark may be passed over (RFC 8259, 8.1), and is.
            using var json = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0), Strict);
            return schemas.FaultsOf(schema, json.RootElement).FirstOrDefault();
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or InvalidOperationException)
        {
            return "it is no JSON";     // an InvalidOperationException is half of a surrogate pair
        }
    }
}
