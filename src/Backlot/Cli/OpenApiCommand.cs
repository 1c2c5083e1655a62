using System.CommandLine;
using System.Text.Json;

namespace Backlot.Cli;

/// <summary><c>openapi</c>: prints the API document of a running server, as it is committed in docs/api/openapi.json.</summary>
internal static class OpenApiCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Define()
    {
        Option<string?> url = CommonOptions.Url();
        Option<string?> data = CommonOptions.Data();
        var command = new Command("openapi", "Print the API's OpenAPI document.") { url, data };
        command.SetAction(async (parsed, ct) =>
        {
            using var client = await BacklotClient.ConnectAsync(parsed.GetValue(url), parsed.GetValue(data), start: false, ct);
            Console.WriteLine(JsonSerializer.Serialize(await client.GetAsync<JsonElement>("/openapi.json", ct), Indented));
        });
        return command;
    }
}
