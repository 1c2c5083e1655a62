using Backlot.Rendering;
using Backlot.Rendering.Cuts;

namespace Backlot.Tests.Rendering.Cuts;

/// <summary>Pictures of any shape fill the film's, cropped around a point or with bars.</summary>
public sealed class CutShapeTests : IDisposable
{
    private readonly NumberedFilms films = new();

    public void Dispose() => films.Dispose();

    /// <summary>From left to right the picture is dark, middling and light: 30, 120, 220.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData(128, 72, "crop", 0.5, 30, 120, 220)]
    [InlineData(72, 128, "crop", 0.5, 120, 120, 120)]
    [InlineData(72, 128, "crop", 0, 30, 30, 30)]
    [InlineData(72, 128, "crop", 1, 220, 220, 220)]
    [InlineData(72, 72, "crop", 0.5, 30, 120, 220)]
    [InlineData(72, 72, "crop", 0, 30, 30, 120)]
    [InlineData(128, 72, "letterbox", 0.5, 30, 120, 220)]
    [InlineData(72, 128, "letterbox", 0.5, 30, 120, 220)]
    [InlineData(72, 72, "letterbox", 0.5, 30, 120, 220)]
    public async Task A_wide_picture_fills_each_shape(int width, int height, string fit, double focus, int left, int middle, int right)
    {
        var source = films.Folder.Sha256(await films.Folder.MakeAsync("thirds.mp4", "-f", "lavfi", "-i",
            "color=black:s=256x144:r=25:d=1,format=yuv420p,geq=lum='if(lt(X,86),30,if(lt(X,171),120,220))':cb=128:cr=128", "-c:v", "libx264"));
        var isCropped = fit == "crop";
        var part = NumberedFilms.Frames(source, 0, 10) with { Fit = isCropped ? Fit.Crop : Fit.Letterbox, FocusX = focus };

        var (film, _) = await films.RenderAsync(new CutList(width, height, new(25, 1), [part]));

        var facts = await new MediaProbe(films.Folder.Ffmpeg).ProbeAsync(film, MediaKind.Video, TestContext.Current.CancellationToken);
        Assert.Equal((width, height), (facts.Width, facts.Height));
        var frame = (await films.GrayAsync(film))[..(NumberedFilms.Width * NumberedFilms.Height)];
        foreach (var (x, luma) in ((double, int)[])[(0.06, left), (0.5, middle), (0.94, right)])
            Assert.Equal(luma, At(frame, x, 0.5), 12.0);
        // Bars are black; 16 is.
        var edge = isCropped || width > height ? left : 16;
        Assert.Equal(edge, At(frame, 0.06, 0.04), 12.0);
    }

    private static double At(byte[] frame, double x, double y) =>
        frame[(int)(y * NumberedFilms.Height) * NumberedFilms.Width + (int)(x * NumberedFilms.Width)];
}
