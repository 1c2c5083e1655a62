namespace Backlot.Rendering.Signals;

/// <summary>Small pictures side by side, row by row, one after the other in time.</summary>
/// <param name="TileWidth">In pixels, as <paramref name="TileHeight"/>.</param>
/// <param name="SecondsPerTile">From one picture to the next.</param>
public sealed record SpriteSheet(int Columns, int Rows, int TileWidth, int TileHeight, double SecondsPerTile)
{
    /// <summary>Longest side of a tile, in pixels.</summary>
    private const int Side = 160;

    /// <summary>A sheet as all are, of a stretch of so many seconds.</summary>
    internal static SpriteSheet Of(MediaFacts facts, double seconds)
    {
        var (width, height) = FootageFilter.Fitted(facts, Side);
        return new(5, 4, width, height, seconds / 20);
    }

    internal int Tiles => Columns * Rows;

    internal int Width => Columns * TileWidth;

    internal int Height => Rows * TileHeight;

    /// <summary>Of a tile: its luma, then blue and red difference at half the size.</summary>
    internal int TileBytes => TileWidth * TileHeight * 3 / 2;
}
