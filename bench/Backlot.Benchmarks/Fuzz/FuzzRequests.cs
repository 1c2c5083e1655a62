using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Makes requests from the document: good ones, and ones with something wrong, most of them after a good one.</summary>
/// <param name="pool">What earlier answers told.</param>
internal sealed class FuzzRequests(ApiContract contract, IdPool pool, Dice dice)
{
    /// <summary>Of these there is no other user's: an admin sees them all, others none.</summary>
    private static readonly HashSet<string> ForAdmins = ["users", "invitations"];

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "FUZZ"];

    private static readonly string[] OtherTypes =
    [
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "text/json",
        "application/octet-stream", "application/javascript",
    ];

    /// <summary>After so many without success an operation is tried as often as any other.</summary>
    private const int MostTries = 100;

    private readonly Dictionary<string, int> _tries = [];
    private readonly ValidValues _values = new(contract.Schemas);
    private readonly BodyJudge _judge = new(contract.Schemas);
    private readonly SpoiltBody _spoil = new(dice);

    /// <summary>Operations of which no more successes are wanted: they order work that would only pile up.</summary>
    public HashSet<string> Sated { get; } = [];

    /// <summary>Operations that have succeeded at least once.</summary>
    public HashSet<string> Succeeded { get; } = [];

    /// <param name="number">Its place in the run.</param>
    public FuzzRequest Next(int number)
    {
        var request = dice.Below(100) switch
        {
            < 4 => Nowhere(number),
            < 9 => OtherMethod(number),
            // What has never succeeded yet needs more tries.
            < 30 when contract.Operations.Where(o => !Succeeded.Contains(o.Id) && _tries.GetValueOrDefault(o.Id) < MostTries).ToList() is { Count: > 0 } untried => For(number, dice.Pick(untried)),
            _ => For(number, dice.Pick(contract.Operations) is var operation && operation.Method == "DELETE" && dice.Percent(70) ? dice.Pick(contract.Operations) : operation),
        };
        return dice.Percent(6) ? WithOddHeader(request) : request;
    }

    private FuzzRequest For(int number, ApiOperation operation)
    {
        _tries[operation.Id] = _tries.GetValueOrDefault(operation.Id) + 1;
        var sender = SenderOf(dice.Below(100));
        if (operation.Path.StartsWith("/media/", StringComparison.Ordinal) && pool.Links.Count > 0 && dice.Percent(60))
            return new(number, operation.Id, dice.Percent(80) ? "GET" : "HEAD", dice.Pick(pool.Links), null) { Sender = sender == Sender.Browser ? Sender.Nobody : sender };
        var (path, isForeign, isWrongPath) = PathOf(operation, sender);
        var (query, wrongQuery) = QueryOf(operation);
        var request = new FuzzRequest(number, operation.Id, operation.Method, path + query, null)
        {
            Sender = sender,
            IsForeign = isForeign && sender is Sender.Owner or Sender.Other && isForeign,
            Cookie = sender == Sender.Browser ? dice.Pick(pool.Cookies) : null,
            NeedsSignIn = !operation.IsOpen && !isWrongPath,
            WrongBecause = isWrongPath ? "an id in its address is none" : wrongQuery,
            Headers = HeadersOf(operation),
        };
        return operation.Body is { } schema ? WithBody(request, schema, sender) : request;
    }

    private Sender SenderOf(int roll) => roll switch
    {
        < 56 => Sender.Owner,
        < 80 => Sender.Other,
        < 86 => pool.Cookies.Count > 0 ? Sender.Browser : Sender.Other,
        < 94 => Sender.Nobody,
        _ => Sender.Impostor,
    };

    private (string Path, bool IsForeign, bool IsWrong) PathOf(ApiOperation operation, Sender sender)
    {
        var (path, foreign, wrong) = (operation.Path, false, false);
        foreach (var parameter in operation.Parameters.Where(p => p.In == "path"))
        {
            var kind = IdPool.KindOf(operation.Path, parameter.Name);
            var (own, others) = (pool.Of(sender, kind), pool.Foreign(sender, kind));
            string value;
            if (dice.Percent(7))
            {
                value = dice.Pick(NaughtyTexts.InAddresses) is { Length: > 0 } naughty ? naughty : "~";
                wrong |= !parameter.CanBe(value) || contract.Schemas.FaultsOf(parameter.Schema, Of(parameter, value)).Count > 0;
            }
            else if (own.Count > 0 && dice.Percent(80))
                value = dice.Pick(own);
            else if (others.Count > 0 && !ForAdmins.Contains(kind) && IsId(parameter) && dice.Percent(50))
                (value, foreign) = (dice.Pick(others), true);
            else
                value = Text(_values.Any(parameter.Schema, dice));
            path = path.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(value));
        }
        return (path, foreign && !wrong, wrong);
    }

    private (string Query, string? Wrong) QueryOf(ApiOperation operation)
    {
        var (query, wrong) = (new StringBuilder(), (string?)null);
        foreach (var parameter in operation.Parameters.Where(p => p.In == "query"))
        {
            if (!parameter.IsRequired && !dice.Percent(25))
                continue;
            if (parameter.IsRequired && dice.Percent(3))
            {
                wrong = $"{parameter.Name} is missing";
                continue;
            }
            var value = dice.Percent(25) ? dice.Pick(NaughtyTexts.InAddresses)
                : parameter.Name == "cursor" && pool.Cursors.Count > 0 && dice.Percent(60) ? dice.Pick(pool.Cursors)
                : Text(_values.Any(parameter.Schema, dice));
            // An empty one counts as left out, if it may be.
            if (value.Trim().Length > 0 && contract.Schemas.FaultsOf(parameter.Schema, Of(parameter, value)).Count > 0)
                wrong = $"{parameter.Name} breaks the document";
            query.Append(query.Length == 0 ? '?' : '&').Append(parameter.Name).Append('=').Append(Uri.EscapeDataString(value));
            if (dice.Percent(3))
                query.Append('&').Append(parameter.Name).Append("=twice");
        }
        if (dice.Percent(3))
            query.Append(query.Length == 0 ? '?' : '&').Append("unknown=").Append(Uri.EscapeDataString(dice.Pick(NaughtyTexts.InAddresses)));
        return (query.ToString(), wrong);
    }

    private List<(string, string)> HeadersOf(ApiOperation operation)
    {
        var headers = new List<(string, string)>();
        foreach (var parameter in operation.Parameters.Where(p => p.In == "header"))
            if (parameter.IsRequired ? dice.Percent(95) : dice.Percent(30))
                headers.Add((parameter.Name, parameter.Name.StartsWith("If-", StringComparison.Ordinal) && pool.ETags.Count > 0 && dice.Percent(70)
                    ? dice.Pick(pool.ETags)
                    : Ascii(Text(_values.Any(parameter.Schema, dice)))));
        return headers;
    }

    private FuzzRequest WithBody(FuzzRequest request, JsonElement schema, Sender sender)
    {
        var good = GoodBody(schema, sender);
        var spoil = dice.Percent(Sated.Contains(request.Operation) ? 100 : 60);
        var (bytes, how) = spoil ? _spoil.Make(good) : (Encoding.UTF8.GetBytes(good?.ToJsonString() ?? "null"), null);
        var fault = _judge.FaultOf(schema, bytes);
        request = request with { Body = bytes, Spoilt = how, WrongBecause = request.WrongBecause ?? (fault is null ? null : "its body breaks the document: " + fault) };
        if (!dice.Percent(5))
            return dice.Percent(10) ? request with { ContentType = "application/json; charset=utf-8" } : request;
        return request with { ContentType = dice.Pick(OtherTypes), Spoilt = "sent as another type", WrongBecause = request.WrongBecause ?? "its body is not said to be JSON" };
    }

    /// <summary>The document's own example as often as anything it allows: of a body that is made up, much refers to nothing.</summary>
    private JsonNode? GoodBody(JsonElement schema, Sender sender)
    {
        var body = contract.Schemas.Resolve(schema).TryGetProperty("examples", out var examples) && dice.Percent(50)
            ? Varied(JsonNode.Parse(examples[0].GetRawText()), _values.Any(schema, dice, optionalPercent: 10))
            : _values.Any(schema, dice, optionalPercent: dice.Pick([5, 40, 90]));
        if (body is JsonObject fields && fields.ContainsKey("code") && pool.Codes.Count > 0 && dice.Percent(80))
            fields["code"] = dice.Pick(pool.Codes);
        if (body is JsonObject names && names.ContainsKey("email") && names.ContainsKey("password") && pool.Passwords.Count > 0 && dice.Percent(50))
            (names["email"], names["password"]) = dice.Pick(pool.Passwords);
        PutBlobs(body, sender);
        return body;
    }

    /// <summary>Where a SHA-256 is wanted, most often one that is the sender's.</summary>
    private void PutBlobs(JsonNode? node, Sender sender)
    {
        var blobs = pool.Of(dice.Percent(85) ? sender : Sender.Owner, IdPool.Blobs);
        if (node is JsonObject record)
            foreach (var (name, value) in record.ToList())
                if (name.EndsWith("Sha256", StringComparison.Ordinal) && blobs.Count > 0 && dice.Percent(90))
                    record[name] = dice.Pick(blobs);
                else
                    PutBlobs(value, sender);
        else if (node is JsonArray list)
            foreach (var item in list)
                PutBlobs(item, sender);
    }

    /// <summary>Here and there a member of the second takes the place of the first's.</summary>
    private JsonNode? Varied(JsonNode? example, JsonNode? other)
    {
        if (example is JsonObject to && other is JsonObject from)
            foreach (var (name, value) in from)
                if (dice.Percent(30))
                    to[name] = value?.DeepClone();
        return example;
    }

    private FuzzRequest Nowhere(int number)
    {
        var path = dice.Pick(
            ["/api", "/api/", "/api/nothing", "/nothing", "/api/../etc/passwd", "/api/%2e%2e/x", "/api//jobs", "/API/nothing", "/.env", "/api/jobs/next/next", "/api/channels/x/y/z"]);
        var sender = SenderOf(dice.Below(100));
        return new(number, "(nowhere)", dice.Pick(Methods), dice.Percent(30) ? path + Uri.EscapeDataString(dice.Pick(NaughtyTexts.InAddresses)) : path, null)
        {
            Sender = sender == Sender.Browser ? Sender.Owner : sender, WrongBecause = "there is no such address",
        };
    }

    private FuzzRequest OtherMethod(int number)
    {
        var operation = dice.Pick(contract.Operations);
        var known = contract.Operations.Where(o => o.Path == operation.Path).Select(o => o.Method).ToList();
        var sender = SenderOf(dice.Below(100));
        var method = dice.Pick([.. Methods.Where(m => !known.Contains(m) && !(m == "HEAD" && known.Contains("GET")))]);
        return new(number, "(method)", method, PathOf(operation, sender).Path, null)
        {
            Sender = sender == Sender.Browser ? Sender.Owner : sender, Spoilt = $"{method} instead of {string.Join(", ", known)}", WrongBecause = "the method is not one of this address",
        };
    }

    private FuzzRequest WithOddHeader(FuzzRequest request)
    {
        var (name, value) = dice.Pick<(string, string)>(
        [
            ("Accept", "text/html"), ("Accept", "*/*;q=0"), ("Accept-Language", "xx"), ("Accept-Encoding", "br;q=1.5, *"), ("If-None-Match", "*"), ("If-None-Match", "\"x\""),
            ("If-Modified-Since", "yesterday"), ("Range", "bytes=0-0"), ("Range", "bytes=9-1"), ("Expect", "200-ok"), ("X-HTTP-Method-Override", "DELETE"),
            ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "gopher"), ("Forwarded", "for=\"_x\""), ("X-Original-URL", "/api/users"), ("Last-Event-ID", "-1"), ("Last-Event-ID", "🎬"),
            ("Cookie", "__Host-backlot=x; a=b; ;=;"), ("Cookie", new string('c', 4000)), ("traceparent", "00-x"), ("Prefer", "wait=10"), ("Content-Language", "\u00e9"), ("Idempotency-Key", "two words"), ("Idempotency-Key", new string('k', 256)), ("Idempotency-Key", ""),
            ("X-Long", new string('x', 8000)),
        ]);
        return request with { Headers = [.. request.Headers.Where(h => h.Name != name), (name, value)], Spoilt = $"{request.Spoilt} {name}: {(value.Length > 20 ? value[..20] : value)}".Trim() };
    }

    private static bool IsId(ApiParameter parameter) => parameter.Schema.TryGetProperty("format", out var format) && format.GetString() == "uuid";

    /// <summary>What a parameter's text is to its schema: a number where one is meant.</summary>
    private static JsonElement Of(ApiParameter parameter, string text)
    {
        var types = JsonTypes.Allowed(parameter.Schema);
        if (types.Contains("integer") && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return JsonSerializer.SerializeToElement(number);
        if (types.Contains("number") && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return JsonSerializer.SerializeToElement(real);
        return types.Contains("boolean") && bool.TryParse(text, out var truth) ? JsonSerializer.SerializeToElement(truth) : JsonSerializer.SerializeToElement(text);
    }

    private static string Text(JsonNode? value) => value is JsonValue one && one.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";

    private static string Ascii(string text) => string.Concat(text.Where(c => c is > ' ' and <= '~')) is { Length: > 0 } kept ? kept : "x";
}
