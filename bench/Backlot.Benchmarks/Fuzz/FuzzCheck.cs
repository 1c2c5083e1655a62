using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>What may not be, whatever the request.</summary>
internal sealed class FuzzCheck(ApiContract contract)
{
    private readonly AnswerCheck _answers = new(contract);

    /// <param name="path">Of the request as it was sent, without its query.</param>
    /// <returns>What is wrong with the answer; empty when nothing is.</returns>
    public List<string> FaultsOf(FuzzRequest request, string path, ApiAnswer answer)
    {
        // What the web server itself cannot read as a request never gets to us.
        if (answer is { Status: 400, MediaType: null } && path.Contains("%00", StringComparison.Ordinal))
            return [];
        var faults = IsKnown(request, path) ? _answers.FaultsOf(request.Method, path, answer) : [];
        if (answer.Status >= 500)
            faults.Insert(0, $"the server failed with {answer.Status}");
        if (request.WrongBecause is { } why && answer.Status < 400 && answer.Status != 304)
            faults.Add($"answered {answer.Status} although {why}");
        if (request.Sender is Sender.Nobody or Sender.Impostor && request.NeedsSignIn && answer.Status != 401)
            faults.Add($"answered {answer.Status} to somebody who is not signed in");
        if (request.IsForeign && !IsBlind(request, answer))
            faults.Add($"answered {answer.Status} for what belongs to another user");
        return faults;
    }

    /// <summary>Of what is no address of the API, only that it does not fail is of interest: the page's files answer there.</summary>
    private bool IsKnown(FuzzRequest request, string path) =>
        path.StartsWith("/api/", StringComparison.Ordinal) && request.Method is not ("OPTIONS" or "TRACE" or "HEAD") || contract.Find(request.Method, path) is not null;

    /// <summary>404, or refused for what is wrong with the request by itself or with who sends it, before anything was looked up.</summary>
    private static bool IsBlind(FuzzRequest request, ApiAnswer answer) =>
        answer.Status == 404
        || (request.WrongBecause is not null && answer.Status is 400 or 413 or 415 or 422)
        || (answer.Status is 400 or 422 or 429)
        || (answer.Status == 403 && answer.ProblemCode is "admin.only" or "scope.missing" or "cross-site");
}
