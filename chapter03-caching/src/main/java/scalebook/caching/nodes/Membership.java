package scalebook.caching.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Who was a node when. Each change begins a new epoch, and an entry says in which one it was set:
 * it counts only if its key has been with the same node ever since. Otherwise writes may have gone
 * elsewhere, and the entry is a ghost.
 */
public final class Membership {
  private final Function<List<String>, Choice> choice;
  private final List<Choice> epochs = new ArrayList<>();

  /** {@code choice}: how clients choose among nodes. */
  public Membership(Function<List<String>, Choice> choice, List<String> nodes) {
    this.choice = choice;
    change(nodes);
  }

  /** From now on these are the nodes. */
  public void change(List<String> nodes) {
    epochs.add(choice.apply(List.copyOf(nodes)));
  }

  public int epoch() {
    return epochs.size() - 1;
  }

  public String node(String key) {
    return epochs.get(epoch()).node(key);
  }

  /** Whether the key's node of now was its node at all times since that epoch. */
  public boolean counts(String key, int since) {
    String now = node(key);
    return since >= 0
        && epochs.subList(Math.min(since, epoch()), epoch()).stream()
            .allMatch(then -> then.node(key).equals(now));
  }
}
