using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>The answers that say what went wrong: written once in the document, named by every operation that can give them.</summary>
internal static class ProblemResponses
{
    public const string MediaType = "application/problem+json";
    private const string Default = "default";

    private static readonly Dictionary<string, (string Name, string Description)> Known = new()
    {
        ["400"] = ("BadRequest", "The request, a parameter or the JSON of the body cannot be read, or a field is not known."),
        ["401"] = ("Unauthenticated", "Nobody is signed in: no credential, or one that is unknown, expired or revoked."),
        ["402"] = ("PaymentRequired", "The account has too few credits."),
        ["403"] = ("Forbidden", "The credential is good but not for this, or the request comes from another site."),
        ["404"] = ("NotFound", "There is nothing of yours at this address."),
        ["409"] = ("Conflict", "It is in another state than this needs, or there already."),
        ["410"] = ("Gone", "It was there, and its time has passed."),
        ["412"] = ("PreconditionFailed", "It was changed since you read it: read it again."),
        ["413"] = ("TooLarge", "The body is over the limit."),
        ["415"] = ("UnsupportedMediaType", "The body must be JSON, sent as application/json."),
        ["416"] = ("RangeNotSatisfiable", "The range lies outside of the bytes there are."),
        ["422"] = ("Invalid", "The body can be read, but what it asks for is wrong; each field at fault is named."),
        ["428"] = ("PreconditionRequired", "A header that makes the request safe to repeat is missing."),
        ["429"] = ("TooManyRequests", "More requests than the limit allows: wait as long as Retry-After says."),
        ["460"] = ("ChecksumMismatch", "What came has another checksum than the request says (tus 1.0)."),
        ["502"] = ("BadGateway", "A provider answered something that cannot be used."),
        ["503"] = ("Unavailable", "The database or the blob store is away: try again in a few seconds."),
        ["507"] = ("InsufficientStorage", "There is too little room on the server's disk."),
        [Default] = ("Problem", "Anything else that went wrong."),
    };

    /// <summary>Makes each error answer of an operation one of the shared ones, and adds those that everything of its kind can give.</summary>
    /// <param name="can">What is to be added, beside the ones the endpoint named.</param>
    public static void Share(OpenApiOperation operation, OpenApiDocument document, IEnumerable<int> can)
    {
        operation.Responses ??= [];
        foreach (var status in can.Select(s => s.ToString(CultureInfo.InvariantCulture)).Append(Default))
            operation.Responses.TryAdd(status, new OpenApiResponse());
        foreach (var status in operation.Responses.Keys.Where(IsProblem).ToList())
            operation.Responses[status] = Reference(status, document);
        var sorted = operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        sorted.ForEach(response => operation.Responses.Add(response.Key, response.Value));
    }

    private static bool IsProblem(string status) => status == Default || status[0] is '4' or '5';

    private static OpenApiResponseReference Reference(string status, OpenApiDocument document)
    {
        if (!Known.TryGetValue(status, out var known))
            throw new InvalidOperationException($"Status {status} has no words yet: add it to {nameof(ProblemResponses)}.");
        document.Components ??= new();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        if (!document.Components.Responses.ContainsKey(known.Name))
        {
            document.Components.Responses[known.Name] = Response(status, known.Description, document);
            document.AddComponent(ProblemSchema.Name, ProblemSchema.Make());
        }
        return new(known.Name, document);
    }

    private static OpenApiResponse Response(string status, string description, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = description,
            Headers = SharedHeaders.OfProblem(status),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema.Name, document) },
            },
        };
        if (status == "429")
            SharedHeaders.AddCounted(response, document);
        return response;
    }
}
