using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderApp.Buying.Common;
using OrderApp.ServiceDefaults.Auditing;

namespace OrderApp.Buying.Storage;

/// <summary>The model of the database cartdb. Statements are SQL beside the code that runs them; the schema is defined here.</summary>
internal sealed class CartDbContext(DbContextOptions<CartDbContext> options) : DbContext(options)
{
    public const string PromotionKey = "pk_promotion_uses";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddAuditEntries();
        modelBuilder.HasSequence<long>("cart_versions");
        modelBuilder.Entity<CartRow>(cart =>
        {
            cart.ToTable("carts", table => table.HasCheckConstraint("carts_lines", "cardinality(book_ids) = cardinality(quantities)"));
            cart.HasKey(row => new { row.Kind, row.Id }).HasName("pk_carts");
            cart.Property(row => row.Kind).HasColumnName("kind");
            cart.Property(row => row.Id).HasColumnName("id");
            cart.Property(row => row.BookIds).HasColumnName("book_ids").HasDefaultValueSql("'{}'");
            cart.Property(row => row.Quantities).HasColumnName("quantities").HasDefaultValueSql("'{}'");
            cart.Property(row => row.Version).HasColumnName("version").HasDefaultValueSql("nextval('cart_versions')");
            cart.Property(row => row.UpdatedAt).HasColumnName("updated_at").HasDefaultValueSql("now()");
            cart.HasIndex(row => row.UpdatedAt).HasFilter($"kind = {(short)CartKind.Guest}").HasDatabaseName("ix_carts_updated_at");
        });
        modelBuilder.Entity<CartRequestRow>(request =>
        {
            request.ToTable("cart_requests");
            request.HasKey(row => new { row.Kind, row.CartId, row.RequestId }).HasName("pk_cart_requests");
            request.Property(row => row.Kind).HasColumnName("kind");
            request.Property(row => row.CartId).HasColumnName("cart_id");
            request.Property(row => row.RequestId).HasColumnName("request_id").UseCollation("C");
            request.Property(row => row.BookId).HasColumnName("book_id");
            request.Property(row => row.Quantity).HasColumnName("quantity");
            request.Property(row => row.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
            request.HasIndex(row => row.CreatedAt).HasDatabaseName("ix_cart_requests_created_at");
        });
        modelBuilder.Entity<PromotionUseRow>(use =>
        {
            use.ToTable("promotion_uses");
            use.HasKey(row => new { row.Promotion, row.Kind, row.CustomerId }).HasName(PromotionKey);
            use.Property(row => row.Promotion).HasColumnName("promotion").UseCollation("C");
            use.Property(row => row.Kind).HasColumnName("kind");
            use.Property(row => row.CustomerId).HasColumnName("customer_id");
            use.Property(row => row.CheckoutId).HasColumnName("checkout_id");
            use.HasIndex(row => row.CheckoutId).HasDatabaseName("ix_promotion_uses_checkout_id");
        });
        modelBuilder.Entity<CampaignRow>(campaign =>
        {
            campaign.ToTable("campaigns");
            campaign.HasKey(row => row.Id).HasName("pk_campaigns");
            campaign.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            campaign.Property(row => row.Promotion).HasColumnName("promotion").UseCollation("C");
            campaign.Property(row => row.StartedBy).HasColumnName("started_by");
            campaign.Property(row => row.RequestId).HasColumnName("request_id").UseCollation("C");
            campaign.Property(row => row.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
            campaign.Property(row => row.LastAccount).HasColumnName("last_account");
            campaign.Property(row => row.GatheredAt).HasColumnName("gathered_at");
            campaign.HasIndex(row => row.RequestId).IsUnique().HasDatabaseName("ux_campaigns_request_id");
        });
        modelBuilder.Entity<CampaignMailRow>(mail =>
        {
            mail.ToTable("campaign_mails");
            mail.HasKey(row => new { row.CampaignId, row.AccountId }).HasName("pk_campaign_mails");
            mail.HasOne<CampaignRow>().WithMany().HasForeignKey(row => row.CampaignId).HasConstraintName("fk_campaign_mails_campaigns");
            mail.Property(row => row.CampaignId).HasColumnName("campaign_id");
            mail.Property(row => row.AccountId).HasColumnName("account_id");
            mail.Property(row => row.State).HasColumnName("state");
            mail.Property(row => row.Tries).HasColumnName("tries").HasDefaultValueSql("0");
            mail.Property(row => row.NextTry).HasColumnName("next_try").HasDefaultValueSql("now()");
            mail.Property(row => row.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
            mail.Property(row => row.SentAt).HasColumnName("sent_at");
            mail.HasIndex(row => row.NextTry).HasFilter($"state = {(short)CampaignMailState.Waiting}").HasDatabaseName("ix_campaign_mails_next_try");
        });
        modelBuilder.Entity<FeedPositionRow>(position =>
        {
            position.ToTable("feed_position");
            position.HasKey(row => row.Id).HasName("pk_feed_position");
            position.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            position.Property(row => row.ResumeToken).HasColumnName("resume_token");
        });
        modelBuilder.Entity<CheckoutRow>(Configure);
    }

    private static void Configure(EntityTypeBuilder<CheckoutRow> checkout)
    {
        checkout.ToTable("checkouts");
        checkout.HasKey(row => row.Id).HasName("pk_checkouts");
        checkout.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
        checkout.Property(row => row.Kind).HasColumnName("kind");
        checkout.Property(row => row.CartId).HasColumnName("cart_id");
        checkout.Property(row => row.RequestId).HasColumnName("request_id").UseCollation("C");
        checkout.Property(row => row.Fingerprint).HasColumnName("fingerprint");
        checkout.Property(row => row.OrderUuid).HasColumnName("order_uuid");
        checkout.Property(row => row.Purchase).HasColumnName("purchase").HasColumnType("jsonb");
        checkout.Property(row => row.PaymentToken).HasColumnName("payment_token");
        checkout.Property(row => row.TransactionId).HasColumnName("transaction_id");
        checkout.Property(row => row.State).HasColumnName("state");
        checkout.Property(row => row.Step).HasColumnName("step");
        checkout.Property(row => row.FailureReason).HasColumnName("failure_reason");
        checkout.Property(row => row.FailureMetadata).HasColumnName("failure_metadata").HasColumnType("jsonb");
        checkout.Property(row => row.LastError).HasColumnName("last_error");
        checkout.Property(row => row.Tries).HasColumnName("tries").HasDefaultValueSql("0");
        checkout.Property(row => row.DueAt).HasColumnName("due_at");
        checkout.Property(row => row.Run).HasColumnName("run");
        checkout.Property(row => row.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        checkout.Property(row => row.CancelledAt).HasColumnName("cancelled_at");
        checkout.Property(row => row.TraceParent).HasColumnName("trace_parent");
        checkout.HasIndex(row => new { row.Kind, row.CartId, row.RequestId }).IsUnique().HasDatabaseName("ux_checkouts_request_id");
        // One checkout at a time: this index decides it.
        checkout.HasIndex(row => new { row.Kind, row.CartId }).IsUnique()
            .HasFilter($"state = {(short)CheckoutState.Pending}").HasDatabaseName("ux_checkouts_pending");
        checkout.HasIndex(row => row.OrderUuid).IsUnique().HasDatabaseName("ux_checkouts_order_uuid");
        checkout.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL").HasDatabaseName("ix_checkouts_due_at");
    }
}
