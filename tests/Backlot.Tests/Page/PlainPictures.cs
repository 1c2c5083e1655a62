using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Backlot.Tests.Page;

/// <summary>Draws two colours in place of the built-in scenes: the page's tests are about what is shown, and twenty
/// landscapes and their encoding take most of a minute on a busy machine.</summary>
internal sealed class PlainPictures : IImageProvider
{
    public string Name => "dummy";

    public static void Use(IServiceCollection services) =>
        services.RemoveAll<IImageProvider>().AddSingleton<IImageProvider, PlainPictures>();

    public async Task<Made> MakeAsync(ImageOrder order, string path, IProgress<double>? progress, CancellationToken ct)
    {
        var colours = new Random((int)order.Seed ^ order.Prompt.Length);
        byte[] sky = [0, 0, 0], ground = [0, 0, 0];
        colours.NextBytes(sky);
        colours.NextBytes(ground);
        await using var file = File.Create(path);
        PngWriter.Write(file, order.Width, order.Height, (row, pixels) =>
        {
            var colour = row < order.Height / 2 ? sky : ground;
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = colour[i % 3];
        });
        return new("image.png", CostUsd: 0, License: "None.");
    }
}
