package scalebook.microservices.lessons;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.microservices.protocol.Compatibility;
import scalebook.microservices.protocol.Compatibility.Rule;
import scalebook.microservices.stage.protocols.Cancelled;
import scalebook.microservices.stage.protocols.Costs;
import scalebook.microservices.stage.protocols.Versions;

/**
 * The order call as JSON over HTTP/1.1 and as gRPC; then its schema changes in a rolling restart.
 *
 * <pre>./book protocols</pre>
 */
@Command(name = "protocols", description = "JSON outside, gRPC inside; a schema that changes")
@Needs("grpc")
@Idea(value = Compatibility.class, test = "protocol.CompatibilityTest")
@Without(
    name = "context",
    what = "the call's context, in which the front calls the warehouse",
    falls = Lesson9Protocols.CONTEXT)
@Without(
    name = "optional",
    what = "the new field's being optional: a new one is required instead",
    falls = Lesson9Protocols.MIXED)
@Without(
    name = "number-rule",
    what = "the check's rule that a number keeps its field",
    falls = Lesson9Protocols.CHECK)
@Without(
    name = "required-rule",
    what = "the check's rule against new required fields",
    falls = Lesson9Protocols.CHECK)
public final class Lesson9Protocols extends Lesson {
  static final String CONTEXT = "a call's deadline and its cancellation reach the next service";
  static final String MIXED = "old and new version understand each other in a rolling restart";
  static final String CHECK = "the check refuses both mistakes and passes the good change";
  private static final int PIECES = 10;
  private static final int READ = 3;
  private static final long DEADLINE_MILLIS = 60_000;

  @Option(names = "--calls", description = "of each way and round (default: ${DEFAULT-VALUE})")
  private Size calls = size(250, 100);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("JSON or gRPC: what does a call cost, and which schema changes are safe?");
    try (Versions versions = new Versions(lab())) {
      versions.start(with("context"), "v2", "renumbered", "required");
      costs(story, versions);
      cancelled(story, versions);
      schemas(story, versions);
    }
  }

  /** ① The same call. */
  private void costs(Story story, Versions versions) throws Exception {
    Costs costs = Costs.of(versions.ways(), calls.get());
    costs.tell(story.table("an order", "bytes", "median µs", "connections"));
    story.bars("an order call at the server's port", "", "bytes", costs.bytes());
    story.figure("microsRatio", costs.microsRatio());
    story.control(
        "JSON over HTTP/1.1 takes at least twice the bytes",
        story.figure("bytesRatio", costs.bytesRatio()) >= 2);
    story.control(
        "gRPC carries 16 callers over one connection, HTTP/1.1 does not", costs.oneConnection());
    story.control(
        "all ways give the same answers, also to refused orders",
        story.figure("differentAnswers", costs.different()) == 0);
  }

  /** ② A streamed answer, and a client that has read enough of it. */
  private static void cancelled(Story story, Versions versions) {
    Cancelled seen = Cancelled.of(versions.pack(PIECES, DEADLINE_MILLIS), READ, PIECES);
    long left = seen.deadlineMillis();
    story.note(
        "cancelled after %d of %d pieces: %d packed later; warehouse has %,d of %,d ms left",
        READ, PIECES, seen.later(), left, DEADLINE_MILLIS);
    boolean known = left > 0 && left <= DEADLINE_MILLIS;
    double later = story.figure("workAfterCancel", seen.later());
    story.claim(CONTEXT, known && seen.before() == READ && later == 0);
  }

  /** ③ Old and new clients call old and new instances. */
  private void schemas(Story story, Versions versions) throws Exception {
    Set<Rule> rules = EnumSet.allOf(Rule.class);
    rules.removeIf(rule -> rule == Rule.NUMBER && !with("number-rule"));
    rules.removeIf(rule -> rule == Rule.REQUIRED && !with("required-rule"));
    versions.check(new Compatibility(rules));
    Story.Table table = story.table("restarting to", "calls", "failed", "misread", "the check");
    int each = either(100, 25);
    Versions.Mixed good = versions.mixed(table, with("optional") ? "v2" : "required", each);
    Versions.Mixed renumbered = versions.mixed(table, "renumbered", each);
    Versions.Mixed required = versions.mixed(table, "required", each);
    story.claim(MIXED, story.figure("failedMixed", good.failed() + good.misread()) == 0);
    story.control(
        "a renumbered field is read wrong, and no call fails",
        story.figure("misread", renumbered.misread()) == 2 * each && renumbered.failed() == 0);
    story.control("a new required field fails the calls of old clients", required.failed() == each);
    story.claim(
        CHECK,
        versions.passes("v2") && !versions.passes("renumbered") && !versions.passes("required"));
  }

  public static void main(String[] args) {
    run(new Lesson9Protocols(), args);
  }
}
