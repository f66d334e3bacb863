package scalebook.transactions.lessons;

import static scalebook.transactions.isolation.Countermeasures.NEVER;
import static scalebook.transactions.isolation.Countermeasures.NONE;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.isolation.Checkout;
import scalebook.transactions.isolation.Countermeasures;
import scalebook.transactions.isolation.Countermeasures.Update;
import scalebook.transactions.isolation.Wallets;
import scalebook.transactions.stage.Anomalies;
import scalebook.transactions.stage.ShopDatabases;

/**
 * A saga commits after each step, so others see what may be undone later. Five countermeasures, one
 * by one, and what each of them prevents.
 *
 * <pre>./book isolation</pre>
 */
@Command(
    name = "isolation",
    description = "dirty reads, lost updates, false refunds: what a saga lets others see")
@Idea(
    value = {Wallets.class, Checkout.class},
    method = "Checkout.place",
    test = "isolation.WalletsTest")
@Without(
    name = "pending",
    what = "a payment is marked until its saga's end; readers leave it out",
    falls = {Lesson8Isolation.PENDING, Lesson8Isolation.TOGETHER})
@Without(
    name = "commutative",
    what = "the database adds and subtracts, instead of writing a computed value",
    falls = {Lesson8Isolation.COMMUTES, Lesson8Isolation.TOGETHER})
@Without(
    name = "version",
    what = "a write is refused when the row's version has changed",
    falls = Lesson8Isolation.VERSIONS)
@Without(
    name = "rereading",
    what = "a refund looks first whether the payment is there",
    falls = {Lesson8Isolation.REREADS, Lesson8Isolation.TOGETHER})
@Without(
    name = "by-value",
    what = "a large order keeps its lock until its end",
    falls = Lesson8Isolation.STRICT)
public final class Lesson8Isolation extends Lesson {
  static final String PENDING = "a pending state keeps unfinished payments from readers";
  static final String COMMUTES = "commutative updates lose none";
  static final String VERSIONS = "a version check loses no update";
  static final String REREADS = "a refund that rereads gives back only what was paid";
  static final String STRICT = "by value: nobody sees a large order before its end";
  static final String TOGETHER =
      "pending state, commutative updates and rereading together leave no anomaly";

  @Option(names = "--orders", description = "for each way (default: ${DEFAULT-VALUE})")
  private Size orders = size(200, 70);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A saga commits after each step. What do others see, and what prevents it?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      Anomalies of = new Anomalies(databases, story, orders.get());
      Update commutative = update("commutative", Update.COMMUTATIVE);
      Countermeasures marked = NONE.pending(with("pending"));
      Anomalies.Found none = of.row("none", NONE);
      Anomalies.Found pending = of.row("pending state", marked);
      Anomalies.Found commuting = of.row("commutative updates", NONE.with(commutative));
      Update version = update("version", Update.VERSION);
      Anomalies.Found versioned = of.row("version check", NONE.with(version));
      boolean rereads = with("rereading");
      Anomalies.Found rereading = of.row("rereading", NONE.rereads(rereads));
      Anomalies.Found strict =
          of.row("by value", NONE.strictFrom(with("by-value") ? Anomalies.LARGE : NEVER));
      Countermeasures all = marked.with(commutative).rereads(rereads);
      Anomalies.Found together = of.row("pending, commuting, rereading", all);
      of.tell(none);
      story.control("readers of a saga see payments that are undone later", none.dirtyReads() > 0);
      story.control("read, compute, write loses parallel updates", none.lostUpdates() > 0);
      story.control("a compensation refunds a payment that never arrived", none.falseCents() > 0);
      story.claim(PENDING, pending.dirtyReads() == 0);
      story.claim(COMMUTES, commuting.lostUpdates() == 0);
      story.claim(VERSIONS, versioned.lostUpdates() == 0);
      story.claim(REREADS, rereading.falseCents() == 0);
      story.claim(STRICT, none.dirtyLarge() > 0 && strict.dirtyLarge() == 0);
      story.claim(TOGETHER, together.none());
    }
  }

  private Update update(String name, Update remedy) {
    return with(name) ? remedy : Update.OVERWRITE;
  }

  public static void main(String[] args) {
    run(new Lesson8Isolation(), args);
  }
}
