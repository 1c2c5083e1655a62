using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Secrets;
using Microsoft.AspNetCore.WebUtilities;

namespace Backlot.Platform.Http;

/// <summary>A slice of a list that says where the next one begins.</summary>
public interface IPage
{
    /// <summary>Null at the end.</summary>
    string? NextCursor { get; }

    /// <summary>The same slice with another text for that place.</summary>
    IPage WithCursor(string? cursor);
}

/// <summary>Signs the cursors of every list, so that one is good only for the user, the list and the filter it was given
/// for; what handlers see of it is the place alone.</summary>
internal sealed class SignedCursors(RootKey root)
{
    private const int TagBytes = 16, TagLength = 22;
    private static readonly string[] NoFilter = ["cursor", "limit"];

    private readonly byte[] _key = root.Derive("cursor v1");

    /// <summary>For the group of all routes.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var cursors = context.ApplicationServices.GetRequiredService<SignedCursors>();
        var index = Array.FindIndex(context.MethodInfo.GetParameters(), p => p.Name == "cursor" && p.ParameterType == typeof(string));
        return index < 0 ? next : async invocation =>
        {
            var http = invocation.HttpContext;
            if (invocation.Arguments[index] is string sent)
                invocation.Arguments[index] = cursors.Open(http, sent);
            return await next(invocation) switch
            {
                IPage { NextCursor: { } place } page => cursors.Sign(http, page, place),
                var answer => answer,
            };
        };
    }

    private string Open(HttpContext http, string cursor)
    {
        var place = cursor.Length > TagLength ? cursor[..^TagLength] : "";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(http, place)), Encoding.UTF8.GetBytes(cursor))
            ? place
            : throw Page.NotOurs();
    }

    private IPage Sign(HttpContext http, IPage page, string place)
    {
        var next = Seal(http, place);
        var query = http.Request.Query.Where(q => q.Key != "cursor").SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value))
            .Append(KeyValuePair.Create("cursor", (string?)next));
        http.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(http.Request.PathBase + http.Request.Path, query)}>; rel=\"next\"";
        return page.WithCursor(next);
    }

    private string Seal(HttpContext http, string place)
    {
        var filter = http.Request.Query.Where(q => !NoFilter.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
            .OrderBy(q => q.Key, StringComparer.OrdinalIgnoreCase).Select(q => $"{q.Key.ToLowerInvariant()}={string.Join('\u001f', q.Value.ToArray())}");
        var bound = string.Join('\u001e', [Caller.Of(http.User)?.UserId.ToString() ?? "", http.Request.Path.ToString().ToLowerInvariant().TrimEnd('/'), place, .. filter]);
        return place + Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(bound)).AsSpan(0, TagBytes));
    }
}
