using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Backlot.Platform.Http;

/// <summary>Every error leaves as a problem document (RFC 9457) with a stable <c>code</c>, also those of the framework.
/// docs/problems.md lists the codes.</summary>
internal sealed partial class Problems(IProblemDetailsService writer, ILogger<Problems> log) : IExceptionHandler
{
    public static void Add(IServiceCollection services)
    {
        services.AddExceptionHandler<Problems>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
            // What the framework answers by itself: unknown routes, wrong methods, missing tokens.
            context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status ?? 500)));
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = Translate(exception);
        if (refusal.Status >= 500)
            log.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = refusal.Status;
        var problem = new ProblemDetails { Status = refusal.Status, Detail = refusal.Message, Extensions = { ["code"] = refusal.Code } };
        if (refusal.Errors.Count > 0)
            problem.Extensions["errors"] = refusal.Errors.Select(e => new { pointer = e.Pointer, detail = e.Message });
        return await writer.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static Refusal Translate(Exception error) => error switch
    {
        Refusal refusal => refusal,
        BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
        BadHttpRequestException bad => new(bad.StatusCode, CodeOf(bad.StatusCode), bad.StatusCode == 413
            ? "The request's body is too large."
            : "The request cannot be read: " + bad.Message),
        DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } duplicate } =>
            new(409, "duplicate", $"That already exists ({duplicate.ConstraintName})."),
        // EF Core wraps what it takes for a passing trouble.
        NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } } => new(503, "database.away", "The database is away; try again in a few seconds."),
        _ => new(500, "internal", "The server failed; its log says why."),
    };

    /// <summary>Names the field that is unknown or of the wrong kind, as far as the JSON reader tells.</summary>
    private static Refusal Unreadable(JsonException json)
    {
        if (UnknownMember().Match(json.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups[1].Value;
            return new(400, "field.unknown", $"There is no field '{name}' here: check its spelling or leave it out.",
                [new("/" + name, $"'{name}' is not known.")]);
        }
        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            var names = missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal).TrimEnd('.');
            return new(422, "field.missing", $"Missing: {names}.",
                [.. names.Split(", ").Select(name => new FieldError("/" + name, $"'{name}' is missing."))]);
        }
        // An exception of the reader inside: the text is no JSON at all, wherever that was noticed.
        var path = json is { InnerException: not JsonException, Path: { Length: > 2 } p } ? p[2..] : null;
        return path is null
            ? new(400, "body.unreadable", "The body is not the JSON that belongs here.")
            : new(400, "field.invalid", $"The field '{path}' is not of the right kind.",
                [new("/" + path.Replace('.', '/'), $"'{path}' is not of the right kind.")]);
    }

    private static string CodeOf(int status) => status switch
    {
        400 => "bad-request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        413 => "too-large",
        415 => "unsupported-media-type",
        429 => "too-many-requests",
        < 500 => "refused",
        _ => "internal",
    };

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped", RegexOptions.NonBacktracking)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: (.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex MissingMembers();
}
