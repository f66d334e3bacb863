package scalebook.cloning.stage.front;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of questions.txt: what a client asks, what any proxy should answer, and which product
 * answers something else.
 */
record Question(
    String text,
    String client,
    boolean https,
    int times,
    String method,
    String path,
    Map<String, String> headers,
    String answer,
    Map<String, String> others) {
  private static final Pattern LINE =
      Pattern.compile("((denied )?(https?) (x(\\d+) )?([A-Z]+) (\\S+)((?: \\S+=\\S+)*)) => (.*)");
  private static final Pattern OTHER = Pattern.compile("! (\\w+): (.*?): (.*)");

  static List<Question> all() throws IOException {
    List<Question> all = new ArrayList<>();
    try (InputStream in = Question.class.getResourceAsStream("questions.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Matcher other = OTHER.matcher(line);
        if (other.matches()) {
          all.get(all.size() - 1).others.put(other.group(1), other.group(2));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          all.add(of(line, "127.0.6." + (all.size() + 1)));
        }
      }
    }
    return all;
  }

  private static Question of(String line, String address) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IllegalArgumentException("no question: " + line);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : m.group(8).strip().split(" ")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        headers.put(pair.substring(0, at), pair.substring(at + 1));
      }
    }
    return new Question(
        m.group(1),
        m.group(2) == null ? address : FrontSite.DENIED,
        m.group(3).equals("https"),
        m.group(5) == null ? 1 : Integer.parseInt(m.group(5)),
        m.group(6),
        m.group(7),
        headers,
        m.group(9),
        new LinkedHashMap<>());
  }
}
