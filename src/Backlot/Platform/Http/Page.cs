using System.Buffers.Text;
using Backlot.Platform.Http.Limits;

namespace Backlot.Platform.Http;

/// <summary>A slice of a list, newest first.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="NextCursor">Give it back as <c>cursor</c> for the next slice; null at the end.</param>
public sealed record Page<T>([Items(0, Page.LargestLimit)] IReadOnlyList<T> Items, string? NextCursor) : IPage
{
    IPage IPage.WithCursor(string? cursor) => this with { NextCursor = cursor };
}

/// <summary>Slices by id: ids are UUID v7, so their order is the order of making, and rows that come or go between two
/// reads neither hide nor repeat another.</summary>
public static class Page
{
    public const int DefaultLimit = 50, LargestLimit = 200;

    /// <summary>Reads one row more than the page holds, to know whether there is a next one.</summary>
    /// <param name="limit">1..200; null for 50.</param>
    /// <param name="cursor">From an earlier page; null for the first.</param>
    /// <param name="read">Given the id to stay below and how many rows to take.</param>
    /// <param name="id">The id of a row.</param>
    /// <exception cref="Refusal">The limit is out of range, or the cursor is no place in a list.</exception>
    public static async Task<Page<T>> ReadAsync<T>(int? limit, string? cursor, Func<Guid, int, Task<List<T>>> read, Func<T, Guid> id)
    {
        var size = SizeOf(limit);
        var rows = await read(cursor is null ? Guid.AllBitsSet : Decode(cursor), size + 1);
        return rows.Count > size
            ? new([.. rows.Take(size)], Encode(id(rows[size - 1])))
            : new(rows, null);
    }

    internal static int SizeOf(int? limit) => limit switch
    {
        null => DefaultLimit,
        >= 1 and <= LargestLimit => limit.Value,
        _ => throw new Refusal(400, "limit.invalid", $"limit is {limit}: choose 1 to {LargestLimit}."),
    };

    private static string Encode(Guid id) => Base64Url.EncodeToString(id.ToByteArray());

    private static Guid Decode(string cursor)
    {
        Span<byte> bytes = stackalloc byte[48];
        return cursor.Length <= 64 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length) && length == 16
            ? new Guid(bytes[..16])
            : throw NotOurs();
    }

    internal static Refusal NotOurs() =>
        new(400, "cursor.invalid", "The cursor is not one this server gave for this list: leave it out to start from the newest.");
}
