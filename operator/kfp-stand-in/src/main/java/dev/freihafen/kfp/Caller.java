package dev.freihafen.kfp;

import org.jspecify.annotations.Nullable;

/** Who may do what in which namespace, where the server has several users. */
public interface Caller {
    /**
     * The name behind a token, absent when it proves nobody.
     *
     * @param token the bearer token of the request, absent when there was none
     */
    @Nullable
    String name(@Nullable String token);

    /** Whether that name may do so to {@code resource} of group {@code pipelines.kubeflow.org} in the namespace. */
    boolean mayDo(String name, String namespace, String verb, String resource);

    /** A server for one user: nobody is asked. */
    Caller ANYBODY = new Caller() {
        @Override
        public String name(@Nullable String token) {
            return "";
        }

        @Override
        public boolean mayDo(String name, String namespace, String verb, String resource) {
            return true;
        }
    };
}
