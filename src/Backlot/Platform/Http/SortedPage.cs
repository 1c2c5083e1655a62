using System.Buffers.Text;
using System.Text.Json;

namespace Backlot.Platform.Http;

/// <summary>A place in a sorted list: after the row with this key and id.</summary>
/// <param name="Key">What the list is sorted by, as JSON; null in a list sorted by id alone.</param>
public sealed record SortPlace(JsonElement? Key, Guid Id)
{
    public static SortPlace Of<T>(T key, Guid id) => new(JsonSerializer.SerializeToElement(key), id);

    public T KeyAs<T>() => (Key ?? throw Page.NotOurs()).Deserialize<T>() ?? throw Page.NotOurs();
}

/// <summary>Slices of lists that are sorted by something else than their id. Rows of one key are sorted by id, so that none is told twice
/// and none is left out.</summary>
public static class SortedPage
{
    /// <summary>Reads one row more than the page holds, to know whether there is a next one.</summary>
    /// <param name="limit">1..200; null for 50.</param>
    /// <param name="cursor">From an earlier page; null for the first.</param>
    /// <param name="read">Given the place to go on after, null for the start, and how many rows to take.</param>
    /// <param name="place">The place of a row.</param>
    /// <exception cref="Refusal">The limit is out of range, or the cursor is no place in a list.</exception>
    public static async Task<Page<T>> ReadAsync<T>(int? limit, string? cursor, Func<SortPlace?, int, Task<List<T>>> read, Func<T, SortPlace> place)
    {
        var size = Page.SizeOf(limit);
        var rows = await read(cursor is null ? null : Decode(cursor), size + 1);
        return rows.Count > size ? new([.. rows.Take(size)], Encode(place(rows[size - 1]))) : new(rows, null);
    }

    private static string Encode(SortPlace place) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(place));

    private static SortPlace Decode(string cursor)
    {
        try
        {
            return Base64Url.IsValid(cursor) && JsonSerializer.Deserialize<SortPlace>(Base64Url.DecodeFromChars(cursor)) is { } place ? place : throw Page.NotOurs();
        }
        catch (JsonException)
        {
            throw Page.NotOurs();
        }
    }
}
