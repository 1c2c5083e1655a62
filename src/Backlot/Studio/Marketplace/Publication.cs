using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Studio.Marketplace;

/// <summary>How something is offered.</summary>
/// <param name="Price">Credits, which the seller gets; 0 is a gift. One credit is worth a US cent.</param>
public sealed record Publication([Between(0, Publication.Dearest)] int Price) : IRequestBody<Publication>
{
    internal const int Dearest = 1_000_000;

    public static Publication Example => new(50);
}
