using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>An order's picture and its references, in the words that providers use.</summary>
internal static class ShotFrame
{
    /// <summary>For instance <c>16:9</c>.</summary>
    public static string AspectRatio(this VideoOrder order)
    {
        var divisor = Divisor(order.Width, order.Height);
        return $"{order.Width / divisor}:{order.Height / divisor}";
    }

    /// <summary>For instance <c>720p</c>; <c>4k</c> for 2160.</summary>
    public static string Resolution(this VideoOrder order) => Math.Min(order.Width, order.Height) switch
    {
        >= 2160 => "4k",
        var side => $"{side}p",
    };

    public static OrderImage? Of(this VideoOrder order, ImageRole role) => order.References.FirstOrDefault(image => image.Role == role);

    /// <summary>At most one picture each to begin and to end with, and an end only with a beginning.</summary>
    /// <param name="others">Whether pictures of things and styles are taken, too.</param>
    /// <exception cref="Platform.Refusal">It is otherwise.</exception>
    public static void CheckReferences(VideoOrder order, CatalogModel model, bool others = false)
    {
        if (!others && order.References.Any(image => image.Role is ImageRole.Asset or ImageRole.Style))
            throw CatalogModel.Invalid("referenceImages", $"{model} takes pictures to begin and to end with only.");
        if (order.References.Where(image => image.Role is ImageRole.First or ImageRole.Last).GroupBy(image => image.Role).Any(role => role.Count() > 1))
            throw CatalogModel.Invalid("referenceImages", "a shot has one picture to begin with and one to end with at most.");
        if (order.Of(ImageRole.Last) is not null && order.Of(ImageRole.First) is null)
            throw CatalogModel.Invalid("referenceImages", "a picture to end with needs one to begin with.");
    }

    /// <summary>Of the pictures that may go along as many as the model takes beside those that were demanded. None with a picture to begin
    /// with, which shows whoever is there.</summary>
    public static IReadOnlyList<OrderImage> CastFor(this VideoOrder order, CatalogModel model) => [.. order.Cast.Take(order.RoomForCast(model))];

    /// <summary>How many pictures of the cast the model would take.</summary>
    public static int RoomForCast(this VideoOrder order, CatalogModel model) =>
        order.Of(ImageRole.First) is null ? Math.Max(0, (model.References ?? 0) - order.References.Count) : 0;

    /// <summary>The bytes that go with an order.</summary>
    /// <exception cref="ProviderFailure">It is gone or too large. Nothing was sent.</exception>
    public static async Task<byte[]> ReadAsync(this OrderImage image, long mostBytes, CancellationToken ct)
    {
        try
        {
            if (new FileInfo(image.Path).Length > mostBytes)
                throw new ProviderFailure(FailureClass.Invalid, $"A picture that goes with the order is larger than the {mostBytes >> 20} MiB that this provider takes.", wasSent: false);
            return await File.ReadAllBytesAsync(image.Path, ct);
        }
        catch (IOException gone)
        {
            throw new ProviderFailure(FailureClass.Invalid, "A picture that goes with the order is gone: choose another.", wasSent: false, cause: gone);
        }
    }

    /// <summary>What a user can rely on.</summary>
    public static string License(string title) => $"Made by {title} under your own account there: its terms say what you may do with it.";

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
