using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OrderApp.Recommending.Storage;

/// <summary>How far the order events were dealt with; changes only together with the purchases, in one transaction.</summary>
internal sealed class FeedPosition
{
    public const int OnlyId = 1;

    public int Id { get; init; }

    public required string ResumeToken { get; init; }
}

/// <summary>The one row of it.</summary>
internal sealed class FeedPositionConfiguration : IEntityTypeConfiguration<FeedPosition>
{
    public void Configure(EntityTypeBuilder<FeedPosition> builder)
    {
        builder.ToTable("feed_position");
        builder.HasKey(position => position.Id).HasName("pk_feed_position");
        builder.Property(position => position.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(position => position.ResumeToken).HasColumnName("resume_token");
    }
}
