namespace Backlot.Rendering.Signals;

/// <summary>A small picture of a film that was decoded anyway.</summary>
/// <param name="Seconds">When it is shown.</param>
/// <param name="Pixels">As <see cref="SpriteSheet.TileBytes"/> says.</param>
internal sealed record Tile(double Seconds, byte[] Pixels);

/// <summary>Keeps of one shot the small pictures that its sheet may need. How long the shot becomes is not known before it ends: of a
/// long one every second picture is forgotten again and again, so that two to four times as many are kept as are shown.</summary>
/// <param name="shape">Of the sheet.</param>
/// <param name="startSeconds">Of the shot; what is from before it is none of its pictures.</param>
internal sealed class TileGatherer(SpriteSheet shape, double startSeconds)
{
    private const int Most = 80;
    private readonly List<Tile> _tiles = [];
    private double _leastApartSeconds;

    public void Add(Tile tile)
    {
        if (tile.Seconds < startSeconds || (_tiles.Count > 0 && tile.Seconds - _tiles[^1].Seconds < _leastApartSeconds))
            return;
        _tiles.Add(tile);
        if (_tiles.Count < Most)
            return;
        _leastApartSeconds = 1.99 * (_tiles[^1].Seconds - _tiles[0].Seconds) / (Most - 1);
        for (var i = 1; i < _tiles.Count; i++)
            _tiles.RemoveAt(i);
    }

    /// <summary>At each of its moments the sheet shows what the film does.</summary>
    /// <returns>The pixels of the whole sheet, planes as in a tile; null when the shot had no picture.</returns>
    public byte[]? Sheet(double endSeconds)
    {
        if (_tiles.Count == 0)
            return null;
        var sheet = new byte[shape.Tiles * shape.TileBytes];
        for (var (n, shown) = (0, 0); n < shape.Tiles; n++)
        {
            var seconds = startSeconds + n * (endSeconds - startSeconds) / shape.Tiles;
            while (shown + 1 < _tiles.Count && _tiles[shown + 1].Seconds <= seconds)
                shown++;
            Place(_tiles[shown].Pixels, n, sheet);
        }
        return sheet;
    }

    private void Place(byte[] tile, int n, byte[] sheet)
    {
        var (from, to) = (0, 0);
        for (var plane = 0; plane < 3; plane++)
        {
            var half = plane == 0 ? 1 : 2;
            var (width, height) = (shape.TileWidth / half, shape.TileHeight / half);
            var at = to + n / shape.Columns * height * shape.Columns * width + n % shape.Columns * width;
            for (var row = 0; row < height; row++, from += width, at += shape.Columns * width)
                tile.AsSpan(from, width).CopyTo(sheet.AsSpan(at));
            to += shape.Tiles * width * height;
        }
    }
}
