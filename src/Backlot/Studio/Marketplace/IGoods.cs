namespace Backlot.Studio.Marketplace;

/// <summary>What can be sold: a brain or a format.</summary>
internal interface IGoods
{
    Guid Id { get; }
    Guid? UserId { get; }
    string Name { get; }

    /// <summary>Whether it stands in the shop window; <see cref="PublishedAt"/> says since when.</summary>
    bool IsMarketplace { get; set; }
    DateTimeOffset? PublishedAt { get; set; }

    /// <summary>Credits, 0..1,000,000; null is none.</summary>
    int? Price { get; set; }

    /// <summary>The licence that it is a copy by; such a copy is never sold on. Null for what its owner made.</summary>
    Guid? PurchaseId { get; }
    DateTimeOffset UpdatedAt { get; set; }
}
