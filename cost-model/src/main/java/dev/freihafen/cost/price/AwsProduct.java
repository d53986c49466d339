package dev.freihafen.cost.price;

import java.util.Set;
import java.util.StringJoiner;

/**
 * What is kept of a product until its prices come.
 *
 * @param region code of the region, else its location's name
 * @param name instance type, else volume type, else product family
 * @param variant what tells a machine from the plain one; empty for the plain one
 */
record AwsProduct(String region, String name, OperatingSystem operatingSystem, boolean spot, String variant) {

    private static final Set<String> PLAIN =
            Set.of("", "NA", "Shared", "Used", "No License required", "OnDemand", "Spot");

    /** Collects the members of a product as they stream by. */
    static final class Draft {
        private String family = "";
        private String regionCode = "";
        private String location = "";
        private String instanceType = "";
        private String volumeType = "";
        private String operatingSystem = "";
        private String market = "";
        private String usageType = "";
        private String tenancy = "";
        private String capacity = "";
        private String licence = "";
        private String software = "";

        void family(String value) {
            family = value;
        }

        /** Takes an attribute of the product; those that tell no price from another are passed over. */
        void attribute(String name, String value) {
            switch (name) {
                case "regionCode" -> regionCode = value;
                case "location" -> location = value;
                case "instanceType" -> instanceType = value;
                case "volumeApiName" -> volumeType = value;
                case "operatingSystem" -> operatingSystem = value;
                case "marketoption" -> market = value;
                case "usagetype" -> usageType = value;
                case "tenancy" -> tenancy = value;
                case "capacitystatus" -> capacity = value;
                case "licenseModel" -> licence = value;
                case "preInstalledSw" -> software = value;
                default -> {}
            }
        }

        AwsProduct product() {
            boolean spot = market.equals("Spot") || usageType.contains("SpotUsage");
            String name = !instanceType.isEmpty() ? instanceType : !volumeType.isEmpty() ? volumeType : family;
            return new AwsProduct(
                    regionCode.isEmpty() ? location : regionCode, name, system(operatingSystem), spot, variant());
        }

        private String variant() {
            StringJoiner variant = new StringJoiner(", ");
            for (String part : new String[] {market, tenancy, capacity, licence, software}) {
                if (!PLAIN.contains(part)) {
                    variant.add(part);
                }
            }
            return variant.toString();
        }
    }

    private static OperatingSystem system(String text) {
        return switch (text) {
            case "", "NA" -> OperatingSystem.NONE;
            case "Linux" -> OperatingSystem.LINUX;
            case "Windows" -> OperatingSystem.WINDOWS;
            default -> OperatingSystem.OTHER;
        };
    }
}
