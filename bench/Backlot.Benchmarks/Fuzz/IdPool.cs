using System.Text.Json;
using System.Text.RegularExpressions;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>What earlier answers told: ids by the collection they belong to and by whom they were told to, codes, cursors.
/// Later requests use them, so that requests build on one another.</summary>
internal sealed partial class IdPool
{
    /// <summary>The kind of the SHA-256 of assets.</summary>
    public const string Blobs = "blobs";

    private const int Most = 60;
    private readonly Dictionary<(Sender Whose, string Kind), List<string>> _ids = [];
    private readonly HashSet<string> _kept = [], _shipped = [];

    /// <summary>Codes from links: of invitations, say.</summary>
    public List<string> Codes { get; } = [];

    public List<string> Cursors { get; } = [];

    /// <summary>With which one can sign in.</summary>
    public List<(string Email, string Password)> Passwords { get; } = [];

    public List<string> ETags { get; } = [];

    /// <summary>Of sessions, as <c>name=value</c>.</summary>
    public List<string> Cookies { get; } = [];

    /// <summary>Signed addresses of media.</summary>
    public List<string> Links { get; } = [];

    /// <summary>Never to be given out: the users of the run and their tokens, without whom there is no run.</summary>
    public void Keep(string id) => _kept.Add(id);

    /// <returns>Empty when there are none.</returns>
    public IReadOnlyList<string> Of(Sender whose, string kind) => _ids.GetValueOrDefault((whose, kind)) ?? [];

    /// <summary>What belongs to another user: nothing that both were told of, and nothing that comes with Backlot, which is everybody's.</summary>
    public IReadOnlyList<string> Foreign(Sender to, string kind) =>
        [.. Of(to == Sender.Owner ? Sender.Other : Sender.Owner, kind).Where(id => !_shipped.Contains(id) && !Of(to, kind).Contains(id))];

    /// <summary>Remembers what an answer tells.</summary>
    public void Learn(Sender whose, ApiOperation operation, JsonElement answer) => Learn(whose, KindOf(operation.Path), answer);

    /// <summary>It was deleted, for everybody.</summary>
    public void Forget(string id)
    {
        foreach (var ids in _ids.Values)
            ids.Remove(id);
    }

    /// <summary>The collection that a path is about: of <c>/api/channels/{id}/video-jobs</c> the last.</summary>
    public static string KindOf(string path) => path.Split('/').Last(step => step.EndsWith('s') && !step.StartsWith('{') || step.Length == 0 || step == "me") is { Length: > 0 } kind ? kind : path;

    /// <summary>The collection that a path's parameter is an id of: the step before it.</summary>
    public static string KindOf(string path, string parameter) => path.Split('/') is var steps && Array.IndexOf(steps, $"{{{parameter}}}") is > 0 and var at ? steps[at - 1] : "";

    private void Learn(Sender whose, string kind, JsonElement told)
    {
        if (told.ValueKind == JsonValueKind.Array)
            foreach (var item in told.EnumerateArray())
                Learn(whose, kind, item);
        if (told.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in told.EnumerateObject())
            switch (member.Name)
            {
                case "key" when member.Value.ValueKind == JsonValueKind.String && told.TryGetProperty("id", out var shipped) && shipped.ValueKind == JsonValueKind.String:
                    _shipped.Add(shipped.GetString() ?? "");
                    break;
                case "id" or "provider" when member.Value.ValueKind == JsonValueKind.String:
                    Add(whose, kind, member.Value.GetString() ?? "");
                    break;
                case var _ when member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { } link && link.StartsWith("/media/", StringComparison.Ordinal):
                    Put(Links, link);
                    break;
                case "name" when kind == "providers":
                    Add(whose, "keys", member.Value.GetString() ?? "");
                    break;
                case "nextCursor" when member.Value.ValueKind == JsonValueKind.String:
                    Put(Cursors, member.Value.GetString() ?? "");
                    break;
                case "link" when Code().Match(member.Value.ToString()) is { Success: true } code:
                    Put(Codes, code.Groups[1].Value);
                    break;
                default:
                    Learn(whose, member.Value.ValueKind == JsonValueKind.Array && member.Name != "items" ? member.Name : kind, member.Value);
                    break;
            }
    }

    public void Add(Sender whose, string kind, string id)
    {
        if (_kept.Contains(id))
            return;
        if (!_ids.TryGetValue((whose, kind), out var ids))
            _ids[(whose, kind)] = ids = [];
        Put(ids, id);
    }

    /// <summary>The newest stay.</summary>
    public static void Put(List<string> list, string text)
    {
        if (list.Contains(text))
            return;
        list.Add(text);
        if (list.Count > Most)
            list.RemoveAt(0);
    }

    [GeneratedRegex(@"#\w+=([\w-]+)$")]
    private static partial Regex Code();
}
