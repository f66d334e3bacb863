package scalebook.sessions.stage.versus;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Redis has done since its counters were reset.
 *
 * @param sent by clients, each of them a round trip
 * @param all also those that scripts run
 */
record Commands(long sent, long all) {
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
  private static final Set<String> SCRIPTS = Set.of("eval", "evalsha");
  private static final Set<String> OTHERS =
      Set.of("info", "config", "config|resetstat", "ping", "auth", "hello", "client", "select");

  /** Of {@code INFO commandstats}. A client with scripts sends nothing else. */
  static Commands of(String info) {
    long scripts = 0;
    long all = 0;
    for (MatchResult line : CALLS.matcher(info).results().toList()) {
      long calls = Long.parseLong(line.group(2));
      scripts += SCRIPTS.contains(line.group(1)) ? calls : 0;
      all += OTHERS.contains(line.group(1)) ? 0 : calls;
    }
    return new Commands(scripts > 0 ? scripts : all, all - scripts);
  }
}
