package scalebook.sessions.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import scalebook.engines.process.Tasks;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.copies.Copies;
import scalebook.sessions.copies.Copy;
import scalebook.sessions.copies.Member;

/**
 * In every clone's memory: a change goes to the other clones, or to one buddy, before the visitor
 * has the answer.
 *
 * <p>With a buddy, a session lives at its home and at the next clone in the ring. A clone that is
 * not its home asks the others, becomes its new home, and they forget it.
 */
public final class ReplicatedSessions implements Sessions, Member.Listener {
  private static final String COPIES = "copies";
  private static final String ALL = "all";
  private static final String FIND = "find";
  private static final String DROP = "drop";
  private static final String END_USER = "end";

  private final Settings settings;
  private final Copies copies;
  private final Member group;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("copies"));

  /** Guarded by itself. */
  private final Set<String> unsent = new LinkedHashSet<>();

  /**
   * How sessions are copied.
   *
   * @param buddy whether to one clone only, not to all
   * @param laterMillis 0: a save waits for its copies; otherwise they leave so much later
   * @param merges whether a copy is merged into what is there; otherwise it overwrites it
   * @param catchesUp whether a new clone asks for what the others have
   */
  public record Settings(
      long ttlMillis, boolean buddy, long laterMillis, boolean merges, boolean catchesUp) {
    public static Settings toAll(long ttlMillis) {
      return new Settings(ttlMillis, false, 0, true, true);
    }
  }

  /** Joins the group, and knows what it knows when it returns. */
  public ReplicatedSessions(
      Channel.Address channel,
      String groupName,
      String clone,
      Settings settings,
      LongSupplier clockMillis) {
    this.settings = settings;
    this.copies = new Copies(settings.ttlMillis, settings.merges, clockMillis);
    this.group = Member.join(channel, groupName, clone, this);
    if (settings.catchesUp && !settings.buddy) {
      catchUp();
    }
  }

  /** From the eldest; if that one dies, from the next. */
  private void catchUp() {
    while (!group.others().isEmpty()) {
      String eldest = group.others().get(0);
      String answer = group.ask(List.of(eldest), ALL, "").get(eldest);
      if (answer != null) {
        copies.take(answer);
        return;
      }
    }
  }

  @Override
  public Session open(Optional<String> cookie) {
    Optional<String> id = cookie.filter(Ids::plausible);
    Optional<Copy> found = id.flatMap(copies::live);
    if (settings.buddy && !(found.isPresent() && copies.home(id.get()))) {
      found = id.flatMap(this::moveHere);
    }
    return new Open(found.map(Copy::id), found.orElse(Copy.fresh("", "")));
  }

  @Override
  public OptionalLong held() {
    return OptionalLong.of(copies.count());
  }

  /** Its home is dead, or the visitor was sent elsewhere: now it lives here. */
  private Optional<Copy> moveHere(String id) {
    group.ask(group.others(), FIND, id).values().stream()
        .filter(answer -> !answer.isEmpty())
        .forEach(copies::take);
    Optional<Copy> found = copies.live(id);
    if (found.isPresent()) {
      copies.put(found.get());
      spread(List.of(found.get()));
      List<String> others = new ArrayList<>(group.others());
      others.removeAll(group.next());
      group.tell(others, DROP, id);
    }
    return found;
  }

  private void spread(List<Copy> changed) {
    if (settings.laterMillis == 0) {
      group.ask(targets(), COPIES, Copies.text(changed.toArray(Copy[]::new)));
      return;
    }
    synchronized (unsent) {
      if (unsent.isEmpty()) {
        later.schedule(this::sendUnsent, settings.laterMillis, TimeUnit.MILLISECONDS);
      }
      changed.forEach(copy -> unsent.add(copy.id()));
    }
  }

  private void sendUnsent() {
    List<String> ids;
    synchronized (unsent) {
      ids = List.copyOf(unsent);
      unsent.clear();
    }
    group.tell(targets(), COPIES, copies.text(ids));
  }

  private List<String> targets() {
    return settings.buddy ? group.next() : group.others();
  }

  @Override
  public String heard(String kind, String text) {
    switch (kind) {
      case COPIES -> copies.take(text);
      case END_USER -> copies.endAllOf(text);
      case DROP -> copies.drop(text);
      case FIND -> {
        return copies.liveOrEnded(text).map(copy -> Copies.text(copy)).orElse("");
      }
      case ALL -> {
        return copies.text();
      }
      default -> throw new IllegalArgumentException("what is " + kind);
    }
    return "";
  }

  /** The ring has changed: another clone may be our buddy now. */
  @Override
  public void changed(Member member) {
    if (settings.buddy) {
      member.tell(member.next(), COPIES, copies.text());
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    group.close();
  }

  private final class Open extends Draft {
    private final Optional<String> id;

    private Open(Optional<String> id, Copy copy) {
      super(Optional.of(copy.user()).filter(user -> !user.isEmpty()), copy.totals());
      this.id = id;
    }

    @Override
    public Optional<String> save() throws Ended {
      List<Copy> changed;
      synchronized (copies) { // between reading and putting nobody else's copy comes
        changed = changed();
        changed.forEach(copies::put);
      }
      if (!added().isEmpty() || wish() != Wish.KEEP) {
        spread(changed);
      }
      return wish() == Wish.LOG_OUT || wish() == Wish.LOG_OUT_EVERYWHERE ? out() : kept(changed);
    }

    private List<Copy> changed() throws Ended {
      List<Copy> changed = new ArrayList<>();
      Optional<Copy> current = id.flatMap(copies::live);
      if (id.isPresent() && current.isEmpty()) {
        throw new Ended();
      }
      if (wish() == Wish.KEEP && current.isPresent()) {
        changed.add(current.get().plus(group.name(), added()));
        return changed;
      }
      current.ifPresent(before -> changed.add(before.end()));
      if (wish() == Wish.KEEP || wish() == Wish.LOG_IN) {
        changed.add(started(current));
      }
      return changed;
    }

    /** Under a new name, with what the visitor had collected. */
    private Copy started(Optional<Copy> before) {
      String user = user().orElse("");
      Map<String, Long> collected =
          before
              .filter(b -> b.user().isEmpty() || b.user().equals(user))
              .map(Copy::totals)
              .orElse(Map.of());
      return Copy.fresh(Ids.next(), user).plus(group.name(), collected).plus(group.name(), added());
    }

    private Optional<String> out() {
      if (wish() == Wish.LOG_OUT_EVERYWHERE && user().isPresent()) {
        copies.endAllOf(user().get());
        group.ask(group.others(), END_USER, user().get());
      }
      return ended();
    }

    private Optional<String> kept(List<Copy> changed) {
      Copy now = changed.get(changed.size() - 1);
      become(Optional.of(now.user()).filter(user -> !user.isEmpty()), now.totals());
      return id.filter(now.id()::equals).isPresent() ? Optional.empty() : Optional.of(now.id());
    }
  }
}
