using System.Text.Json;
using System.Text.RegularExpressions;

namespace Backlot.Platform;

/// <summary>What a person should know of JSON that could not be read: the field at fault, as far as the reader tells.</summary>
/// <param name="Code">Stable, for problem documents.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Fields">The fields' names; empty when it is no JSON at all.</param>
internal sealed partial record JsonFault(int Status, string Code, string Message, IReadOnlyList<string> Fields)
{
    public static JsonFault Of(JsonException error)
    {
        if (UnknownMember().Match(error.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            return new(400, "field.unknown", $"There is no field '{name}' here: check its spelling or leave it out.", [name]);
        }
        if (MissingMembers().Match(error.Message) is { Success: true } missing)
        {
            var names = missing.Groups[1].Value.TrimEnd('.').Split(", ").Select(n => n.Trim('\'')).ToList();
            return new(422, "field.missing", $"The field {string.Join(" and ", names.Select(n => $"'{n}'"))} is missing.", names);
        }
        // An exception of the reader inside: the text is no JSON at all, wherever that was noticed.
        return error is { InnerException: not JsonException, Path: { Length: > 2 } path }
            ? new(400, "field.invalid", $"The field '{path[2..]}' is not of the right kind.", [path[2..].Replace('.', '/')])
            : new(400, "body.unreadable", $"This is not the JSON that belongs here (line {error.LineNumber + 1}).", []);
    }

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped", RegexOptions.NonBacktracking)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex MissingMembers();
}
