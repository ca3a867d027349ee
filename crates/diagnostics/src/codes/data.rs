//! `E07` data, `E08` requests, `E09` the command line.
codes! {
    DATA_SYNTAX = "E0701", "data that isn't JSON, or not of the right shape";
    DATA_TYPE = "E0702", "a value of the wrong type";
    DATA_DUPLICATE = "E0703", "an entity that is given twice";
    DATA_PARENT = "E0704", "a parent of a kind that isn't declared";
    DATA_CYCLE = "E0705", "containers that contain one another, or lie too deep";
    DATA_MIRROR = "E0706", "a property that contradicts the containers";
    DATA_UNKNOWN_ROLE = "E0707", "an assignment of a role or class that doesn't exist";
    DATA_ASSIGNMENT = "E0708", "an assignment that can't be meant";
    DATA_UNKNOWN_TYPE = "W0709", "data of a type that isn't declared";
    DATA_UNKNOWN_PROPERTY = "W0710", "a property that isn't declared";
    DATA_DANGLING = "W0711", "a reference to what isn't stored";
    DATA_HOLDS_NOWHERE = "W0712", "an assignment that holds nowhere";
    DATA_UNKNOWN_ROLE_VALUE = "W0713", "a role's name in data that the policy doesn't have";
    REQUEST_SYNTAX = "E0801", "a request that isn't JSON, or not of the right shape";
    REQUEST_FIELD = "E0802", "a request without a field that it needs";
    REQUEST_TYPE = "E0803", "a request's value of the wrong type";
    REQUEST_CONTAINER = "E0804", "a new record without a container";
    REQUEST_MIRROR = "E0805", "a request's property that contradicts the containers";
    REQUEST_UNKNOWN = "E0806", "a request for what the policy doesn't know";
    REQUEST_NOT_STORED = "E0807", "a request about a record that isn't stored";
    REQUEST_EXISTS = "E0808", "a request to make a record that exists";
    REQUEST_IGNORED = "E0809", "a request's property that nothing reads";
    REQUEST_LIMIT = "E0810", "a request beyond a limit of the service";
    REQUEST_TWO_DESCRIPTIONS = "E0811", "a request that describes one record in two ways";
    REQUEST_LEFT_OUT = "E0812", "a request that what is left out may forbid";
    USAGE = "E0901", "a command that can't be understood";
}
