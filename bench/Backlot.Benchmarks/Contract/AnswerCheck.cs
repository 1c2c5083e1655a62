using System.Globalization;
using System.Text.Json;

namespace Backlot.Benchmarks.Contract;

/// <summary>Holds answers against the document: their status, media type, headers and every member of their bodies.</summary>
internal sealed class AnswerCheck(ApiContract contract)
{
    /// <param name="method">Of the request.</param>
    /// <param name="path">Of the request, without its query.</param>
    /// <returns>What is wrong with it; empty when nothing is.</returns>
    public List<string> FaultsOf(string method, string path, ApiAnswer answer)
    {
        if (contract.Find(method, path) is { } operation)
            return Documented(operation, answer, isHead: method == "HEAD");
        // What a server of uploads can do is asked by a verb that no document describes.
        if (method == "OPTIONS" && answer.Status == 204 && answer.Headers.ContainsKey("Tus-Version"))
            return [];
        // No operation: only a refusal will do, and no other than these.
        var faults = IsProblem(answer);
        var known = contract.At(path);
        // Media type and size are looked at before it is seen that an id is none.
        int[] allowed = known.Count > 0 ? [405, 401, 400] : [404, 405, 401, 400, 413, 415];
        if (!allowed.Contains(answer.Status))
            faults.Add($"status {answer.Status} for something that the document does not have");
        if (answer.Status == 405 && !answer.Headers.ContainsKey("Allow"))
            faults.Add("status 405 without Allow");
        return faults;
    }

    private List<string> Documented(ApiOperation operation, ApiAnswer answer, bool isHead)
    {
        if (isHead && answer.Status == 405)     // HEAD may be had where it is of use, and nowhere else
            return answer.Headers.ContainsKey("Allow") ? [] : ["status 405 without Allow"];
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        // The default is for what breaks; what the server decides is to be written out.
        if (!operation.Responses.TryGetValue(status, out var response)
            && !(answer.Status >= 500 && operation.Responses.TryGetValue("default", out response)))
            return [$"status {status} is not documented"];
        var faults = answer.Status >= 400 && !isHead ? IsProblem(answer) : [];
        if (response.TryGetProperty("headers", out var headers))
            faults.AddRange(headers.EnumerateObject()
                .Where(header => contract.Schemas.Resolve(header.Value).TryGetProperty("required", out var required) && required.GetBoolean() && !answer.Headers.ContainsKey(header.Name))
                .Select(header => $"the header {header.Name} is missing"));
        if (!isHead)
            faults.AddRange(Body(response, answer));
        return faults;
    }

    private List<string> Body(JsonElement response, ApiAnswer answer)
    {
        if (!response.TryGetProperty("content", out var content))
            return answer.Body is { Length: > 0 } ? ["a body, and none is documented"] : [];
        if (answer.MediaType is not { } type || !(content.TryGetProperty(type, out var media) || content.TryGetProperty("*/*", out media)))
            return [$"media type {answer.MediaType ?? "none"} is not documented"];
        if (type is not (ApiAnswer.Json or ApiAnswer.Problem) || !media.TryGetProperty("schema", out var schema))
            return [];
        return answer.AsJson() is { } json
            ? contract.Schemas.FaultsOf(schema, json, closed: true)
            : ["a body that is no JSON"];
    }

    private static List<string> IsProblem(ApiAnswer answer)
    {
        if (answer.MediaType != ApiAnswer.Problem)
            return [$"status {answer.Status} as {answer.MediaType ?? "nothing"}, not {ApiAnswer.Problem}"];
        return answer.AsJson() is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number
            && status.GetDouble() == answer.Status
            ? []
            : ["a problem document without the answer's status"];
    }
}
