package scalebook.sessions.lessons;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.Fault;
import scalebook.sessions.stage.Matrix;
import scalebook.sessions.stage.Strategy;

/**
 * Every strategy under every fault: how many users lose their session, predicted and measured?
 *
 * <p>Each row is one fault, which happens once while users of all strategies are logged in. A cell
 * says which share of them does not find what they left.
 *
 * <pre>./book matrix --workers 3</pre>
 */
@Command(name = "matrix", description = "every strategy under every fault: who is lost?")
@Idea(
    value = {Strategy.class, Fault.class},
    test = "stage.FaultTest")
@Without(
    name = "file",
    what = "a durable store writes each change to its file",
    falls = {Lesson6Matrix.CELLS, Lesson6Matrix.DURABLE})
public final class Lesson6Matrix extends Lesson {
  static final String CELLS = "every cell agrees with its prediction";
  static final String DURABLE = "shared sessions survive the store's death with a file";

  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size workers = size(4, 3);

  @Option(names = "--users", description = "users of each strategy (default: ${DEFAULT-VALUE})")
  private Size users = size(100, 40);

  private final Map<String, Double> lost = new LinkedHashMap<>();
  private int cells;
  private int mismatches;

  @Override
  protected void tell(Story story) throws Exception {
    List<String> durability = with("file") ? Matrix.DURABLE : List.of();
    Matrix matrix = new Matrix(lab(), workers.get(), users.get(), 10, durability);
    story.question(
        "How many %% of %d users does each fault log out, with %d workers?",
        users.get(), workers.get());
    story.note(
        "measured / predicted; where chance decides, ±%.0f points are allowed (5 σ)",
        100 * Matrix.tolerance(0.5, users.get()));
    List<String> columns = new ArrayList<>(List.of("fault"));
    List.of(Strategy.values()).forEach(strategy -> columns.add(strategy.toString()));
    Story.Table table = story.table(columns.toArray(String[]::new));
    matrix.measure((fault, row) -> tell(story, table, fault, row));
    story.bars("Users lost, mean of all faults", "strategy", "% of the users", lost);
    story.figure("cells", cells);
    story.figure("mismatches", mismatches);
    story.claim(
        CELLS, cells == Fault.values().length * Strategy.values().length && mismatches == 0);
    story.claim(DURABLE, story.figure(figure(Fault.DURABLE_STORE_RESTARTED, Strategy.SHARED)) == 0);
  }

  private void tell(Story story, Story.Table table, Fault fault, Map<Strategy, Matrix.Cell> row) {
    List<Object> texts = new ArrayList<>(List.of(fault.label()));
    row.forEach(
        (strategy, cell) -> {
          cells++;
          mismatches += cell.agrees() ? 0 : 1;
          story.figure(figure(fault, strategy), cell.measured());
          double share = 100 * cell.measured();
          lost.merge(strategy.toString(), share / Fault.values().length, Double::sum);
          texts.add(
              "%.0f / %.0f%s".formatted(share, 100 * cell.predicted(), cell.agrees() ? "" : " ✘"));
        });
    table.row(texts.toArray());
  }

  private static String figure(Fault fault, Strategy strategy) {
    return "lost." + fault.key() + "." + strategy;
  }

  public static void main(String[] args) {
    run(new Lesson6Matrix(), args);
  }
}
