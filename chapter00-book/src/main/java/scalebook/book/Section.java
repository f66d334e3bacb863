package scalebook.book;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lesson's part of its chapter's README.
 *
 * @param heading without its ##
 * @param text all below it, up to the next heading of its kind
 */
public record Section(String heading, String text) {

  /** The one of a lesson's number: {@code ## 3.3 stampede: …}. */
  public static Optional<Section> of(String readme, String number) {
    Matcher section =
        Pattern.compile("(?ms)^## (%s .*?)\\n(.*?)(?=^## |\\z)".formatted(Pattern.quote(number)))
            .matcher(readme.replace("\r\n", "\n"));
    return section.find()
        ? Optional.of(new Section(section.group(1), section.group(2)))
        : Optional.empty();
  }

  /** What a link names it by, as GitHub makes it. */
  public static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }
}
