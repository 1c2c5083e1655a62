using System.Text.Json;
using System.Text.Json.Serialization;

namespace Backlot.Platform.Http;

/// <summary>Writes an enum in requests and answers as in the database: <c>GeneratingMusic</c> is <c>generating_music</c>.
/// Numbers are refused.</summary>
public sealed class JsonText<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
