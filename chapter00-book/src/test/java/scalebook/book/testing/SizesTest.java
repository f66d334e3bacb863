package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizesTest {
  private static final String METHOD =
      """
      class %s {
        /** Not counted,
         * and not this either. */
        @Deprecated
        int answer() {
      %s    return 42;
        }
      }
      """;

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".java"), text);
  }

  @Test
  void aFileOfOneLineTooManyIsNamed() throws IOException {
    write("Fits", "// a line\n".repeat(250));
    write("Long", "// a line\n".repeat(251));
    assertThat(Sizes.files(folder, file -> true, 250))
        .singleElement()
        .asString()
        .endsWith("Long.java: 251 lines");
    assertThat(Sizes.files(folder, file -> !file.endsWith("Long.java"), 250)).isEmpty();
  }

  @Test
  void aMethodOfOneLineTooManyIsNamedWithItsPlace() throws IOException {
    write("Fits", METHOD.formatted("Fits", "    answer();\n".repeat(37)));
    write("Long", METHOD.formatted("Long", "    answer();\n".repeat(38)));
    assertThat(Sizes.methods(folder, 40))
        .singleElement()
        .asString()
        .endsWith("Long.java:5: Long.answer has 41 lines");
  }

  @Test
  void aConstructorCountsFromItsBrace() throws IOException {
    write("Long", "class Long {\n  Long() {\n" + "    hashCode();\n".repeat(39) + "  }\n}\n");
    assertThat(Sizes.methods(folder, 40)).singleElement().asString().contains("<init> has 41");
  }

  @Test
  void aFolderThatIsNotThereHasNothingTooLong() throws IOException {
    assertThat(Sizes.methods(folder.resolve("none"), 40)).isEmpty();
  }
}
