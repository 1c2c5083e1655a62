using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Backlot.Platform.Http;

/// <summary>Every error leaves as a problem document (RFC 9457) with a stable <c>code</c>, also those of the framework.
/// docs/problems.md lists the codes.</summary>
internal sealed class Problems(IProblemDetailsService writer, ILogger<Problems> log) : IExceptionHandler
{
    public static void Add(IServiceCollection services)
    {
        services.AddExceptionHandler<Problems>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            // What the framework answers by itself: unknown routes, wrong methods, missing tokens.
            context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status ?? 500));
            context.ProblemDetails.Title ??= "Refused";      // the framework has words only for what the RFCs know
            context.ProblemDetails.Type = ProblemPage.TypeOf($"{context.ProblemDetails.Extensions["code"]}");
        });
    }

    /// <summary>For what is thrown, and for what is answered with a bare status.</summary>
    public static void Use(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(bare => bare.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(For(bare.HttpContext, new() { Status = bare.HttpContext.Response.StatusCode })).AsTask());
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = Translate(exception);
        // That something is not ready yet is no fault, and anybody may ask again and again.
        if (refusal.Status >= 500 && exception is not Refusal { Status: 503 })
            log.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.StatusCode = refusal.Status;
        if (refusal.Status == 401)      // must be there (RFC 9110, 15.5.2)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        if (refusal.RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var problem = new ProblemDetails { Status = refusal.Status, Detail = refusal.Message, Extensions = { ["code"] = refusal.Code } };
        if (refusal.Errors.Count > 0)
            problem.Extensions["errors"] = refusal.Errors.Select(e => new { pointer = e.Pointer, detail = e.Message });
        return await writer.TryWriteAsync(For(httpContext, problem));
    }

    /// <summary>Also for who says to accept something else, as every browser does that is sent to an address: there is
    /// nothing else to give them, and the framework would give nothing at all.</summary>
    private static ProblemDetailsContext For(HttpContext http, ProblemDetails problem)
    {
        http.Request.Headers.Remove(HeaderNames.Accept);
        return new() { HttpContext = http, ProblemDetails = problem };
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
        // The last line of defence: a value that only the database knew to be wrong.
        PostgresException refused when IsWrongValue(refused) => WrongValue(refused),
        DbUpdateException { InnerException: PostgresException refused } when IsWrongValue(refused) => WrongValue(refused),
        // EF Core wraps what it takes for a passing trouble.
        NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } } => new(503, "database.away", "The database is away; try again in a few seconds."),
        _ => new(500, "internal", "The server failed; its log says why."),
    };

    /// <summary>SQLSTATE class 22, data exceptions, and check violations.</summary>
    private static bool IsWrongValue(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.CheckViolation || error.SqlState.StartsWith("22", StringComparison.Ordinal);

    private static Refusal WrongValue(PostgresException error) => new(422, "invalid",
        error.ConstraintName is { } rule ? $"A value is outside of what is allowed ({rule})." : "A value is outside of what can be stored.");

    private static Refusal Unreadable(JsonException json)
    {
        var fault = JsonFault.Of(json);
        return new(fault.Status, fault.Code, fault.Message, [.. fault.Fields.Select(field => new FieldError("/" + field, fault.Message))]);
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
}
