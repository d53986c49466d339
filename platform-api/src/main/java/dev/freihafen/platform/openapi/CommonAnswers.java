package dev.freihafen.platform.openapi;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Every operation needs a bearer token and answers errors as problems. */
public final class CommonAnswers implements OASFilter {
    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";

    @Override
    public Operation filterOperation(Operation operation) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER, List.of()));
        operation
                .getResponses()
                .setDefaultValue(OASFactory.createAPIResponse()
                        .description("A problem (RFC 9457): what happened and what to do next")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/problem+json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("#/components/schemas/" + PROBLEM)))));
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .bearerFormat("JWT"))
                .addSchema(PROBLEM, problem());
    }

    private static Schema problem() {
        return object().addProperty("type", text("urn:freihafen:problem:not-found"))
                .addProperty("title", text("Not found"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("There is no team fraud that you may see; GET /api/v1/teams lists yours."))
                .addProperty("instance", text("/api/v1/teams/fraud"))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(object().addProperty("path", text("hardwareClass"))
                                        .addProperty("message", text("names no hardware class"))))
                .required(List.of("type", "title", "status", "detail", "instance"));
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema text(String example) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).addExample(example);
    }
}
