package dev.freihafen.cost.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * A file that an option names.
 *
 * @param option the option
 * @param name the file as it was written; faults name it so
 */
record InputFile(String option, String name) {

    /** Reads it from beginning to end. */
    <T> T read(BiFunction<InputStream, String, T> reader) {
        Path path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw new BadOption(option, "'" + name + "' is a folder, not a file");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            return reader.apply(in, name);
        } catch (NoSuchFileException missing) {
            throw new BadOption(option, "'" + name + "' does not exist");
        } catch (IOException unreadable) {
            throw new BadOption(option, "'" + name + "' cannot be read: " + unreadable.getMessage());
        }
    }
}
