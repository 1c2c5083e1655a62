using Backlot.Rendering;
using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>Pictures of any shape fill the film's, cropped around a point or with bars.</summary>
public sealed class CutShapeTests : IDisposable
{
    /// <summary>Of each part.</summary>
    private const int Frames = 10;

    private readonly NumberedFilms films = new();

    public void Dispose() => films.Dispose();

    /// <summary>What is seen of a picture that is dark, middling and light from left to right: 30, 120, 220. Bars are black; 16 is.</summary>
    /// <param name="Edge">Near the upper left corner.</param>
    private sealed record Look(Fit Fit, double FocusX, int Left, int Middle, int Right, int Edge);

    [Fact(Timeout = 120_000)]
    public Task A_wide_picture_fills_a_wide_film() => ShowAsync(128, 72,
        new(Fit.Crop, 0.5, 30, 120, 220, Edge: 30), new(Fit.Letterbox, 0.5, 30, 120, 220, Edge: 30));

    [Fact(Timeout = 120_000)]
    public Task A_wide_picture_fills_a_high_film() => ShowAsync(72, 128,
        new(Fit.Crop, 0.5, 120, 120, 120, Edge: 120), new(Fit.Crop, 0, 30, 30, 30, Edge: 30), new(Fit.Crop, 1, 220, 220, 220, Edge: 220),
        new(Fit.Letterbox, 0.5, 30, 120, 220, Edge: 16));

    [Fact(Timeout = 120_000)]
    public Task A_wide_picture_fills_a_square_film() => ShowAsync(72, 72,
        new(Fit.Crop, 0.5, 30, 120, 220, Edge: 30), new(Fit.Crop, 0, 30, 30, 120, Edge: 30), new(Fit.Letterbox, 0.5, 30, 120, 220, Edge: 16));

    /// <summary>One film shows all of them, one after the other.</summary>
    private async Task ShowAsync(int width, int height, params Look[] looks)
    {
        var source = films.Folder.Sha256(await films.Folder.MakeAsync("thirds.mp4", "-f", "lavfi", "-i",
            "color=black:s=256x144:r=25:d=1,format=yuv420p,geq=lum='if(lt(X,86),30,if(lt(X,171),120,220))':cb=128:cr=128", "-c:v", "libx264"));
        var parts = looks.Select(look => NumberedFilms.Frames(source, 0, Frames) with { Fit = look.Fit, FocusX = look.FocusX });

        var (film, _) = await films.RenderAsync(new CutList(width, height, new(25, 1), [.. parts]));

        var facts = await new MediaProbe(films.Folder.Ffmpeg).ProbeAsync(film, MediaKind.Video, TestContext.Current.CancellationToken);
        Assert.Equal((width, height), (facts.Width, facts.Height));
        var frames = (await films.GrayAsync(film)).Chunk(NumberedFilms.Width * NumberedFilms.Height).ToList();
        Assert.Equal(looks.Length * Frames, frames.Count);
        foreach (var (i, look) in looks.Index())
        {
            var frame = frames[i * Frames];
            foreach (var (x, luma) in ((double, int)[])[(0.06, look.Left), (0.5, look.Middle), (0.94, look.Right)])
                Assert.Equal(luma, At(frame, x, 0.5), 12.0);
            Assert.Equal(look.Edge, At(frame, 0.06, 0.04), 12.0);
        }
    }

    private static double At(byte[] frame, double x, double y) =>
        frame[(int)(y * NumberedFilms.Height) * NumberedFilms.Width + (int)(x * NumberedFilms.Width)];
}
