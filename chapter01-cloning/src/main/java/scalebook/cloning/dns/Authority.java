package scalebook.cloning.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers questions about one zone; addresses by a choice that each name may have. */
public record Authority(Zone zone, Map<String, Choice> choices) {
  private static final int MOST_ALIASES = 8;

  /** What is said in the end. */
  public enum Code {
    OK,
    /** There is no such name. */
    NXDOMAIN,
    /** Ask somebody else. */
    REFUSED
  }

  /** An answer; what it has none of is in {@code authority}: who says so, and for how long. */
  public record Reply(Code code, List<Entry> answers, List<Entry> authority, List<Entry> more) {}

  public Authority {
    Map<String, Choice> absolute = new java.util.HashMap<>();
    choices.forEach((name, choice) -> absolute.put(Entry.absolute(name), choice));
    choices = Map.copyOf(absolute);
  }

  /** {@code type}: empty for one that no zone here has. */
  public Reply answer(String asked, Optional<Entry.Type> type, Optional<Subnet> client) {
    String name = Entry.absolute(asked);
    if (!zone.contains(name)) {
      return new Reply(Code.REFUSED, List.of(), List.of(), List.of());
    }
    List<Entry> answers = new ArrayList<>();
    for (int i = 0; i < MOST_ALIASES && type.isPresent(); i++) {
      List<Entry> found = chosen(zone.find(name, type.get()), client);
      List<Entry> alias = found.isEmpty() ? zone.find(name, Entry.Type.CNAME) : List.of();
      answers.addAll(found);
      answers.addAll(alias);
      if (alias.isEmpty()) {
        break;
      }
      name = Entry.absolute(alias.get(0).data());
    }
    if (!answers.isEmpty()) {
      return new Reply(Code.OK, answers, List.of(), glue(answers));
    }
    Code code = zone.exists(name) ? Code.OK : Code.NXDOMAIN;
    return new Reply(code, List.of(), List.of(zone.soa()), List.of());
  }

  private List<Entry> chosen(List<Entry> found, Optional<Subnet> client) {
    if (found.isEmpty() || found.get(0).type() != Entry.Type.A) {
      return found;
    }
    List<String> addresses = found.stream().map(Entry::data).toList();
    return choices
        .getOrDefault(found.get(0).name(), Choice.AS_WRITTEN)
        .order(addresses, client)
        .stream()
        .map(address -> found.get(addresses.indexOf(address)))
        .toList();
  }

  /** Who is told the name of a server wants its address next. */
  private List<Entry> glue(List<Entry> answers) {
    return answers.stream()
        .filter(e -> e.type() == Entry.Type.NS || e.type() == Entry.Type.MX)
        .map(e -> e.data().substring(e.data().lastIndexOf(' ') + 1))
        .flatMap(server -> zone.find(Entry.absolute(server), Entry.Type.A).stream())
        .toList();
  }
}
