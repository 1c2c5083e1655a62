using System.Buffers.Text;
using System.Security.Cryptography;
using Backlot.Platform.Database;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Backlot.Platform.Http.Versions;

/// <summary>Strong ETags (RFC 9110, 8.8.3), made from the bytes of the answer: another byte, another ETag.</summary>
internal sealed class EntityTags(RequestDelegate next, VersionedReaders readers)
{
    private const int TagBytes = 16;

    public Task InvokeAsync(HttpContext http, BacklotDb db)
    {
        var endpoint = http.GetEndpoint();
        return endpoint?.Metadata.GetMetadata<Versioned>() is not null ? AnswerAsync(http)
            : endpoint?.Metadata.GetMetadata<ChangesVersioned>() is { } change ? ChangeAsync(http, db, change.Reader)
            : next(http);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var known = TagsOf(http.Request.Headers.IfNoneMatch, HeaderNames.IfNoneMatch);
        var body = await http.CaptureAsync(next);
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = TagOf(body);
            http.Response.Headers.ETag = tag.ToString();
            if (known.Any(k => k.Compare(tag, useStrongComparison: false) || k.Equals(EntityTagHeaderValue.Any)))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.ContentType = null;
                return;
            }
        }
        await http.SendAsync(body);
    }

    /// <summary>Under a lock that all writers of the thing take, jobs too, so that it cannot change after the look.</summary>
    private async Task ChangeAsync(HttpContext http, BacklotDb db, string reader)
    {
        var wanted = TagsOf(http.Request.Headers.IfMatch, HeaderNames.IfMatch);
        var body = await db.InTransactionAsync(async () =>
        {
            await db.LockSubjectAsync(http.GetRouteValue("id") is string id && Guid.TryParse(id, out var subject) ? subject : db.Owner, http.RequestAborted);
            if (wanted.Count > 0)
                Demand(http, wanted, TagOf(await readers.ReadAsync(reader, http)));
            db.ChangeTracker.Clear();
            var answer = await http.CaptureAsync(next);
            if (HttpMethods.IsPatch(http.Request.Method) && http.Response.StatusCode == StatusCodes.Status200OK)
            {
                // As the next look will see it.
                db.ChangeTracker.Clear();
                http.Response.Headers.ETag = TagOf(await readers.ReadAsync(reader, http)).ToString();
            }
            return answer;
        }, http.RequestAborted);
        await http.SendAsync(body);
    }

    private static void Demand(HttpContext http, List<EntityTagHeaderValue> wanted, EntityTagHeaderValue current)
    {
        if (wanted.Any(w => w.Compare(current, useStrongComparison: true) || w.Equals(EntityTagHeaderValue.Any)))
            return;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.ETag = current.ToString();
            return Task.CompletedTask;
        });
        throw new Refusal(412, "version.stale", "It was changed since you read it: read it again and decide anew.");
    }

    /// <exception cref="Refusal">400: they are none.</exception>
    private static List<EntityTagHeaderValue> TagsOf(StringValues header, string name) =>
        header.Count == 0 ? []
        : EntityTagHeaderValue.TryParseStrictList(header, out var tags) ? [.. tags]
        : throw new Refusal(400, "etag.invalid", $"{name} must hold ETags as the server gave them, in double quotes.");

    private static EntityTagHeaderValue TagOf(byte[] body) =>
        new($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, TagBytes))}\"");
}
