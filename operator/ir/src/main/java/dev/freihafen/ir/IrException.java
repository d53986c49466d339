package dev.freihafen.ir;

import java.util.List;
import java.util.stream.Collectors;

/** A text is not a pipeline that can be run; it carries everything that was found, at least one problem. */
public final class IrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<IrProblem> problems;

    public IrException(List<IrProblem> problems) {
        super(problems.stream().map(IrProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    IrException(String path, String message) {
        this(List.of(new IrProblem(path, message)));
    }

    static IrException unreadable(String message) {
        return new IrException(List.of(new IrProblem("$", message, IrProblem.Kind.Unreadable)));
    }

    /** What is wrong, in the order of the document. */
    public List<IrProblem> problems() {
        return problems;
    }
}
